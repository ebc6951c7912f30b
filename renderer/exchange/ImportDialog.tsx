import './exchange.css';
import { useState } from 'react';
import type { RequestInput } from '#contract/api.ts';
import type { ExchangeNote, ExchangeReading } from '#contract/exchange.ts';
import { ask } from '../api.ts';
import { navigate } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { refuse, toast } from '../ui/toasts.ts';
import { wallTimeIn } from '../ui/wall-time.ts';
import { Notes } from './Notes.tsx';
import { text } from './text.ts';

const WIDTH = 680;

interface Props {
  /** What was read, and what was asked to read it. */
  given: RequestInput<'exchange.read'>;
  reading: ExchangeReading;
  onClose: () => void;
}

/** The jobs that a text would make, with all that is not carried over, before any is made. */
export function ImportDialog({ given, reading, onClose }: Props) {
  const { jobs, notes, from } = reading;
  const [chosen, setChosen] = useState<ReadonlySet<number>>(() => new Set(jobs.keys()));
  const [busy, setBusy] = useState(false);
  const whole = notes.filter(({ job }) => job === null);
  const go = async () => {
    setBusy(true);
    if (await importJobs({ ...given, from, choose: [...chosen] })) onClose();
    else setBusy(false);
  };
  return (
    <Dialog opened title={text.title(text.format[from])} size={WIDTH} onClose={onClose}>
      <p className="exchange-lead">{jobs.length === 0 ? text.nothing : text.lead}</p>
      <ul className="exchange-list">
        {jobs.map((job, at) => (
          <Row
            // Names are unique among them.
            key={job.draft.name}
            job={job}
            notes={notes.filter((note) => note.job === at)}
            chosen={chosen.has(at)}
            onChange={(on) => setChosen(withPlace(chosen, at, on))}
          />
        ))}
      </ul>
      {whole.length > 0 && (
        <section aria-label={text.whole}>
          <Notes notes={whole} whole />
        </section>
      )}
      <div className="exchange-foot">
        {jobs.length > 1 && (
          <label>
            <input
              type="checkbox"
              checked={chosen.size === jobs.length}
              onChange={(event) => setChosen(new Set(event.currentTarget.checked ? jobs.keys() : []))}
            />
            {text.all}
          </label>
        )}
        <Button onClick={onClose}>{text.cancel}</Button>
        <Button look="primary" data-autofocus disabled={chosen.size === 0 || busy} onClick={() => void go()}>
          {text.importing(chosen.size)}
        </Button>
      </div>
    </Dialog>
  );
}

function withPlace(chosen: ReadonlySet<number>, at: number, on: boolean): Set<number> {
  const changed = new Set(chosen);
  if (on) changed.add(at);
  else changed.delete(at);
  return changed;
}

async function importJobs(input: RequestInput<'exchange.import'>): Promise<boolean> {
  try {
    const { jobs } = await ask('exchange.import', input);
    toast({ tone: 'note', title: text.imported(jobs.length) });
    navigate('/jobs');
    return true;
  } catch (error) {
    refuse(text.notImported, error);
    return false;
  }
}

interface RowProps {
  job: ExchangeReading['jobs'][number];
  notes: ExchangeNote[];
  chosen: boolean;
  onChange: (on: boolean) => void;
}

function Row({ job: { draft, schedule, next }, notes, chosen, onChange }: RowProps) {
  const what = whatOf(draft.action);
  const wall = wallTimeIn(draft.zone ?? undefined);
  // A line breaks between times, never within one.
  const times = next.map(({ at }) => `${wall.day(at)} ${wall.clock(at)}`.replaceAll(' ', '\u00a0')).join(', ');
  return (
    <li>
      <div className="exchange-job">
        <input
          type="checkbox"
          aria-label={text.choose(draft.name)}
          checked={chosen}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <div>
          <strong>{draft.name}</strong>
          {what !== draft.name && <code className="cut">{what}</code>}
        </div>
        <div>
          {schedule.join('; ') || text.byHand}
          {draft.zone !== null && ` (${draft.zone})`}
          <div className="meta num">{draft.enabled ? (times ? text.next(times) : text.neverAgain) : text.off}</div>
        </div>
      </div>
      {notes.length > 0 && <Notes notes={notes} />}
    </li>
  );
}

function whatOf(action: RowProps['job']['draft']['action']): string {
  if (action.kind !== 'command') return action.kind === 'http' ? `${action.method} ${action.url}` : action.kind;
  return action.run.by === 'shell' ? action.run.line : [action.run.program, ...action.run.args].join(' ');
}
