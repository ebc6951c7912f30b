import { IconX } from '@tabler/icons-react';
import type { BelfryError } from '#contract/error.ts';
import { useJobs } from '../state/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { Labelled, Problem, TextArea, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { choices, text } from './text.ts';
import type { EventForm } from './trigger-form.ts';

interface Props {
  index: number;
  event: EventForm;
  /** The job being edited; it cannot come after itself. */
  self: number | null;
  problem: string | null;
  error: BelfryError | null;
  onEvent: (event: EventForm) => void;
  onRemove: (() => void) | null;
}

/** A trigger that something other than the clock sets off. */
export function EventFields({ index, event, problem, onRemove, ...rest }: Props) {
  return (
    <div className="trigger event">
      <div className="trigger-line">
        <span className="event-kind">{text.events[event.kind]}</span>
        {event.kind === 'after' && <AfterFields {...rest} wrong={problem !== null} event={event} />}
        {onRemove && (
          <IconButton label={text.removeTrigger(index)} onClick={onRemove}>
            <IconX size={15} stroke={1.5} aria-hidden />
          </IconButton>
        )}
      </div>
      {event.kind === 'files' && <FileFields {...rest} at={`triggers.${index}`} event={event} />}
      {event.kind !== 'files' && <Problem words={problem} />}
    </div>
  );
}

type Of<K extends EventForm['kind']> = Omit<Props, 'index' | 'problem' | 'onRemove' | 'event'> & {
  event: Extract<EventForm, { kind: K }>;
};

function AfterFields({ event, self, onEvent, wrong }: Of<'after'> & { wrong: boolean }) {
  const { data: jobs = [] } = useJobs();
  const others = jobs.filter(({ id }) => id !== self).map(({ id, name }) => [String(id), name] as const);
  return (
    <>
      <Select
        label={text.afterJob}
        invalid={wrong}
        value={event.job}
        options={[['', text.pickJob] as const, ...others]}
        onChange={(job) => onEvent({ ...event, job })}
      />
      <Select
        label={text.afterOn}
        value={event.on}
        options={choices.after}
        onChange={(on) => onEvent({ ...event, on: on as typeof event.on })}
      />
    </>
  );
}

function FileFields({ event, onEvent, error, at }: Of<'files'> & { at: string }) {
  const settle = problemAt(error, `${at}.settleMs`);
  return (
    <div className="name-line">
      <Labelled label={text.paths}>
        <TextArea
          label={text.paths}
          mono
          rows={2}
          placeholder={text.pathsHint}
          value={event.paths}
          problem={settle ? null : problemAt(error, at)}
          onText={(paths) => onEvent({ ...event, paths })}
        />
      </Labelled>
      <Labelled label={text.settle}>
        <TextInput
          label={text.settle}
          value={event.settle}
          problem={settle}
          onText={(settle) => onEvent({ ...event, settle })}
        />
      </Labelled>
    </div>
  );
}
