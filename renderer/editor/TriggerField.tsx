import { useDebouncedValue } from '@mantine/hooks';
import { IconClock, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Policy } from '#contract/policy.ts';
import type { ScheduleReading } from '#contract/schedule.ts';
import { useReading } from '../state/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { scheduleOf, type TriggerText } from './form.ts';
import { text } from './text.ts';

const PAUSE_MS = 120;

interface Props {
  index: number;
  trigger: TriggerText;
  zone: string | null;
  policy: Policy;
  /** A refusal of the last Save that fell on this field. */
  problem: string | null;
  onText: (text: string) => void;
  onRemove: (() => void) | null;
  /** Tells whether the text can be saved. */
  onUnderstood: (understood: boolean) => void;
}

/** Words or cron, read as one types: what was understood is tinted, and stated back beneath. */
export function TriggerField({ index, trigger, zone, policy, problem, onText, onRemove, onUnderstood }: Props) {
  const [settled] = useDebouncedValue(trigger, PAUSE_MS);
  const schedule = scheduleOf(settled);
  const { gap, repeat } = policy;
  const { data, error, isPlaceholderData } = useReading(
    schedule === '' ? null : { schedule, zone, gap, repeat, count: 0 },
  );
  const fresh = settled.text === trigger.text;
  const reading = schedule !== '' && !error && !isPlaceholderData ? data : undefined;
  const refused = schedule !== '' && fresh ? (error?.message ?? null) : null;
  const understood = refused === null;
  useEffect(() => onUnderstood(understood), [understood, onUnderstood]);
  return (
    <div className="trigger">
      <div className="trigger-line">
        <Tinted
          index={index}
          value={trigger.text}
          reading={fresh ? reading : undefined}
          invalid={(refused ?? problem) !== null}
          onText={onText}
        />
        {reading?.spec.kind === 'cron' && (
          <Written text={trigger.text} cron={reading.spec.expression} words={reading.words} onText={onText} />
        )}
        {onRemove && (
          <IconButton label={text.removeTrigger(index)} onClick={onRemove}>
            <IconX size={15} stroke={1.5} />
          </IconButton>
        )}
      </div>
      <div id={`trigger-${trigger.key}`} className="trigger-reading" aria-live="polite">
        <Verdict
          problem={refused ?? problem}
          reading={trigger.text.trim() === '' ? undefined : reading}
          empty={trigger.text.trim() === ''}
        />
      </div>
    </div>
  );
}

function Verdict({
  problem,
  reading,
  empty,
}: {
  problem: string | null;
  reading: ScheduleReading | undefined;
  empty: boolean;
}) {
  if (problem) return <span className="problem">{problem}</span>;
  if (empty) return <span className="meta">{text.byHand}</span>;
  if (!reading) return <span>&nbsp;</span>;
  return (
    <>
      <StatusMark mark="succeeded" label={null} />
      <span>
        {reading.words}, {reading.zone}
      </span>
      {reading.spec.kind === 'cron' && <code>{reading.spec.expression}</code>}
    </>
  );
}

interface TintedProps {
  index: number;
  value: string;
  reading: ScheduleReading | undefined;
  invalid: boolean;
  onText: (text: string) => void;
}

/** The marks lie behind a see-through field, in the same type. */
function Tinted({ index, value, reading, invalid, onText }: TintedProps) {
  const marks = useRef<HTMLDivElement>(null);
  return (
    <div className={classes('field tinted', invalid && 'invalid')}>
      <IconClock size={16} stroke={1.5} aria-hidden />
      <div className="tinted-text">
        <div ref={marks} className="marks" aria-hidden>
          {pieces(value, reading?.understood ?? []).map(([piece, marked, start]) =>
            marked ? <mark key={start}>{piece}</mark> : <span key={start}>{piece}</span>,
          )}
        </div>
        <input
          aria-label={text.schedule(index)}
          aria-invalid={invalid}
          placeholder={text.scheduleHint}
          spellCheck={false}
          value={value}
          onChange={(event) => onText(event.currentTarget.value)}
          onScroll={(event) => {
            if (marks.current) marks.current.style.transform = `translateX(${-event.currentTarget.scrollLeft}px)`;
          }}
        />
      </div>
    </div>
  );
}

function pieces(value: string, understood: readonly (readonly [number, number])[]): [string, boolean, number][] {
  const out: [string, boolean, number][] = [];
  let from = 0;
  for (const [start, end] of understood) {
    if (start < from || end > value.length) continue;
    if (start > from) out.push([value.slice(from, start), false, from]);
    out.push([value.slice(start, end), true, start]);
    from = end;
  }
  if (from < value.length) out.push([value.slice(from), false, from]);
  return out;
}

/** The same schedule, written the other way. */
function Written(props: { text: string; cron: string; words: string; onText: (text: string) => void }) {
  const asCron = props.text.trim() === props.cron;
  return (
    <fieldset className="written" aria-label={text.writtenAs}>
      <button type="button" aria-pressed={!asCron} onClick={() => props.onText(props.words)}>
        {text.words}
      </button>
      <button type="button" aria-pressed={asCron} onClick={() => props.onText(props.cron)}>
        {text.cron}
      </button>
    </fieldset>
  );
}
