import { IconX } from '@tabler/icons-react';
import { useJobs } from '../state/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { Labelled, TextArea, TextInput } from './fields.tsx';
import type { EventForm } from './form.ts';
import { choices, text } from './text.ts';

interface Props {
  index: number;
  event: EventForm;
  /** The job being edited; it cannot come after itself. */
  self: number | null;
  problem: string | null;
  onEvent: (event: EventForm) => void;
  onRemove: (() => void) | null;
}

/** A trigger that something other than the clock sets off. */
export function EventFields({ index, event, problem, onRemove, ...rest }: Props) {
  return (
    <div className="trigger event">
      <div className="trigger-line">
        <span className="event-kind">{text.events[event.kind]}</span>
        {event.kind === 'after' && <AfterFields {...rest} event={event} />}
        {onRemove && (
          <IconButton label={text.removeTrigger(index)} onClick={onRemove}>
            <IconX size={15} stroke={1.5} aria-hidden />
          </IconButton>
        )}
      </div>
      {event.kind === 'files' && <FileFields {...rest} event={event} />}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

type Of<K extends EventForm['kind']> = Omit<Props, 'index' | 'problem' | 'onRemove' | 'event'> & {
  event: Extract<EventForm, { kind: K }>;
};

function AfterFields({ event, self, onEvent }: Of<'after'>) {
  const { data: jobs = [] } = useJobs();
  const others = jobs.filter(({ id }) => id !== self).map(({ id, name }) => [String(id), name] as const);
  return (
    <>
      <Select
        label={text.afterJob}
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

function FileFields({ event, onEvent }: Of<'files'>) {
  return (
    <div className="name-line">
      <Labelled label={text.paths}>
        <TextArea
          label={text.paths}
          mono
          rows={2}
          placeholder={text.pathsHint}
          value={event.paths}
          onText={(paths) => onEvent({ ...event, paths })}
        />
      </Labelled>
      <Labelled label={text.settle}>
        <TextInput label={text.settle} value={event.settle} onText={(settle) => onEvent({ ...event, settle })} />
      </Labelled>
    </div>
  );
}
