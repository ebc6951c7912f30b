import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronDown, IconCopy, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Policy } from '#contract/policy.ts';
import type { ScheduleReading } from '#contract/schedule.ts';
import { useReading, useScheduler } from '../state/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { copyText } from '../ui/copy.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { toast } from '../ui/toasts.ts';
import { zoneOptions } from '../ui/zones.ts';
import { Suggested } from './Suggested.tsx';
import { TintedField } from './TintedField.tsx';
import { text } from './text.ts';
import { scheduleOf, type TriggerText } from './trigger-form.ts';
import { useSuggestion } from './use-suggestion.ts';

const PAUSE_MS = 120;

/** How a schedule that is typed stands: understood, or not, perhaps with what was meant. */
export type Verdict = { lost: false } | { lost: true; suggested: string | null };

interface Props {
  index: number;
  trigger: TriggerText;
  zone: string | null;
  /** What is chosen as the zone instead; null where another field has that choice. */
  onZone: ((zone: string) => void) | null;
  policy: Policy;
  /** A refusal of the last Save that fell on this field. */
  problem: string | null;
  onText: (text: string) => void;
  onRemove: (() => void) | null;
  onVerdict: (verdict: Verdict) => void;
}

/** Words or cron, read as one types: what was understood is tinted, and stated back beneath. */
export function TriggerField(props: Props) {
  const { index, trigger, zone, onZone, policy, problem, onText, onRemove, onVerdict } = props;
  const { reading, refused, suggestion, marks } = useReadText(trigger, zone, policy);
  const lost = refused !== null;
  const suggested = suggestion?.words ?? null;
  useEffect(() => onVerdict(lost ? { lost, suggested } : { lost }), [lost, suggested, onVerdict]);
  const id = `trigger-${trigger.key}`;
  const useIt = suggested === null ? null : () => onText(suggested);
  return (
    <div className="trigger">
      <div className="trigger-line">
        <TintedField
          index={index}
          value={trigger.text}
          placeholder={text.scheduleHint}
          {...marks}
          invalid={(refused ?? problem) !== null}
          describedBy={id}
          onText={onText}
          onTab={useIt}
        >
          <Written text={trigger.text} reading={reading} onText={onText} />
        </TintedField>
        {onRemove && (
          <IconButton label={text.removeTrigger(index)} onClick={onRemove}>
            <IconX size={15} stroke={1.5} />
          </IconButton>
        )}
      </div>
      <div id={id} className="trigger-reading" aria-live="polite">
        {suggestion && useIt ? (
          <Suggested typed={trigger.text} suggestion={suggestion} onUse={useIt} />
        ) : (
          <Stated {...{ zone, onZone, reading }} problem={refused ?? problem} empty={trigger.text.trim() === ''} />
        )}
      </div>
    </div>
  );
}

function useReadText(trigger: TriggerText, zone: string | null, { gap, repeat }: Policy) {
  const [settled] = useDebouncedValue(trigger, PAUSE_MS);
  const schedule = scheduleOf(settled);
  const { data, error, isPlaceholderData } = useReading(
    schedule === '' ? null : { schedule, zone, gap, repeat, count: 0 },
  );
  const fresh = settled.text === trigger.text;
  const isEmpty = trigger.text.trim() === '';
  const reading = schedule !== '' && !isEmpty && !error && !isPlaceholderData ? data : undefined;
  const refused = schedule !== '' && !isEmpty && fresh ? (error?.message ?? null) : null;
  // What is stored comes without a text: its words are read for what is tinted.
  const isStored = typeof schedule === 'object';
  const spelt = useReading(isStored ? { schedule: settled.text, zone, gap, repeat, count: 0 } : null);
  const read = isStored && !spelt.isPlaceholderData ? spelt.data : reading;
  // As typed, blanks and all: offsets count from its start.
  const suggestion = useSuggestion(refused === null ? null : trigger.text, zone);
  const marks = {
    understood: (fresh ? (suggestion ?? read)?.understood : undefined) ?? [],
    wrong: suggestion?.wrong ?? null,
  };
  return { reading, refused, suggestion, marks };
}

interface StatedProps extends Pick<Props, 'zone' | 'onZone'> {
  problem: string | null;
  reading: ScheduleReading | undefined;
  empty: boolean;
}

function Stated({ problem, reading, empty, zone, onZone }: StatedProps) {
  if (problem)
    return (
      <>
        <StatusMark mark="failed" label={null} />
        <span className="problem">{problem}</span>
        {zone !== null && onZone && <Zone read={zone} zone={zone} onZone={onZone} />}
      </>
    );
  if (empty) return <span className="meta">{text.byHand}</span>;
  if (!reading) return <span>&nbsp;</span>;
  const { spec } = reading;
  return (
    <>
      <StatusMark mark="succeeded" label={null} />
      <span>
        {reading.words}, {onZone ? <Zone read={reading.zone} zone={zone} onZone={onZone} /> : reading.zone}
      </span>
      {spec.kind === 'cron' && <Cron expression={spec.expression} />}
    </>
  );
}

interface ZoneProps {
  /** What the schedule is read in. */
  read: string;
  zone: string | null;
  onZone: (zone: string) => void;
}

/** The zone, in the midst of the sentence: what is named is what can be chosen. */
function Zone({ read, zone, onZone }: ZoneProps) {
  const settings = useScheduler().data?.zone ?? read;
  return (
    <span className="zone">
      {read}
      <IconChevronDown size={12} stroke={1.5} aria-hidden />
      <select aria-label={text.zone} value={zone ?? ''} onChange={(event) => onZone(event.currentTarget.value)}>
        {zoneOptions(text.zoneDefault(settings), zone).map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}

function Cron({ expression }: { expression: string }) {
  const copy = () => {
    copyText(expression);
    toast({ tone: 'note', title: text.copiedCron });
  };
  return (
    <span className="cron">
      <code>{expression}</code>
      <IconButton label={text.copyCron} onClick={copy}>
        <IconCopy size={14} stroke={1.5} />
      </IconButton>
    </span>
  );
}

interface WrittenProps {
  text: string;
  reading: ScheduleReading | undefined;
  onText: (text: string) => void;
}

/** The same schedule, written the other way; what cannot be written so cannot be chosen. */
function Written({ text: typed, reading, onText }: WrittenProps) {
  const cron = reading?.spec.kind === 'cron' ? reading.spec.expression : null;
  const asCron = cron === null ? /^\s*[@*\d][^a-z]*$/i.test(typed) : typed.trim() === cron;
  const choose = (to: string | undefined | null) => () => to && onText(to);
  return (
    <fieldset className="written" aria-label={text.writtenAs}>
      <button type="button" aria-pressed={!asCron} disabled={asCron && !reading} onClick={choose(reading?.words)}>
        {text.words}
      </button>
      <button type="button" aria-pressed={asCron} disabled={!asCron && cron === null} onClick={choose(cron)}>
        {text.cron}
      </button>
    </fieldset>
  );
}
