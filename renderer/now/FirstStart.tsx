import { IconChevronRight } from '@tabler/icons-react';
import type { ActionKind } from '#contract/action.ts';
import type { JobSummary } from '#contract/job.ts';
import { templateText } from '../editor/sample-text.ts';
import { TEMPLATES, type TemplateName } from '../editor/templates.ts';
import { FoundHere } from '../exchange/FoundHere.tsx';
import { useImport } from '../exchange/use-import.tsx';
import { removeJob } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { BelfryMark } from '../ui/BelfryMark.tsx';
import { Button } from '../ui/Button.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Ago } from '../ui/Times.tsx';
import { SentenceForm } from './SentenceForm.tsx';
import { text } from './text.ts';

/** A sentence makes the first job; the samples ring beneath. */
export function FirstStart({ samples }: { samples: JobSummary[] }) {
  const { review, dialog } = useImport();
  return (
    <div className="scroll">
      <div className="first-start">
        <BelfryMark size={44} />
        <h2>{text.question}</h2>
        <p className="lead">{text.sayIt}</p>
        <SentenceForm taken={new Set(samples.map(({ name }) => name.toLowerCase()))} />
        <FoundHere review={review} />
        <Samples samples={samples} />
      </div>
      {dialog}
    </div>
  );
}

/** The samples that ring already, then those that wait to be looked at. */
function Samples({ samples }: { samples: JobSummary[] }) {
  const waiting = (Object.keys(TEMPLATES) as TemplateName[]).filter((name) => name !== 'hello' || samples.length === 0);
  return (
    <section aria-label={text.samples}>
      <h3 className="section-title">{text.samples}</h3>
      <ul className="starts">
        {waiting.map((name) => (
          <Start
            key={name}
            kind={TEMPLATES[name].kind}
            name={templateText[name].name}
            onOpen={() => navigate(`/jobs/new?like=${name}`)}
            act={<IconChevronRight size={14} stroke={1.5} className="on" aria-hidden />}
          >
            {templateText[name].note}
          </Start>
        ))}
        {samples.map((job) => (
          <Start
            key={job.id}
            kind={job.action.kind}
            name={job.name}
            onOpen={() => navigate(`/jobs/${job.id}`)}
            act={
              <Button small className="act" aria-label={text.remove(job.name)} onClick={() => void removeJob(job)}>
                {text.removeWord}
              </Button>
            }
          >
            <Ringing job={job} />
          </Start>
        ))}
      </ul>
    </section>
  );
}

interface StartProps {
  kind: ActionKind;
  name: string;
  onOpen: () => void;
  act: React.ReactNode;
  children: React.ReactNode;
}

function Start({ kind, name, onOpen, act, children }: StartProps) {
  return (
    <li>
      <KindIcon kind={kind} label={null} />
      <button type="button" className="cut name" onClick={onOpen}>
        {name}
      </button>
      <span className="meta what">
        <span className="cut">{children}</span>
      </span>
      {act}
    </li>
  );
}

/** "Rings every minute, rang 12 s ago". */
function Ringing({ job }: { job: JobSummary }) {
  const { lastRun, schedule } = job;
  return (
    <>
      {text.rings(schedule.map((words) => words.charAt(0).toLowerCase() + words.slice(1)).join(', '))}
      {lastRun && (
        <>
          {', '}
          {text.rang} <Ago at={lastRun.finishedAt ?? lastRun.dueUntil} />
        </>
      )}
    </>
  );
}
