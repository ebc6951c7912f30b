import { IconPlus } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import type { Notifications } from '#contract/notification.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { Labelled, Problem, Row, TextInput } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { readDuration, spellDuration } from './spell.ts';
import { text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

const MINUTE = 60_000;
/** Any number here: the field beside says how many. */
const LATE_ON_MS = 10 * MINUTE;
const LATE = [1, 5, 10, 30, 60, 360].map((n) => n * MINUTE);

/** When the job tells of itself, and to whom. */
export function NotifyFields({ form, set, error }: Props) {
  const { notifications } = form;
  const put = (changes: Partial<Notifications>) => set({ notifications: { ...notifications, ...changes } });
  const told = (event: 'onFailure' | 'onRecovery' | 'onSuccess' | 'onLong') => (
    <Told label={text.tells[event]} on={notifications[event]} onChange={(on) => put({ [event]: on })} />
  );
  return (
    <>
      <Row label={text.tellIf} ruled>
        <div className="checks">
          {told('onFailure')}
          {told('onRecovery')}
          <Late form={form} set={set} put={put} />
          {told('onSuccess')}
          {told('onLong')}
        </div>
        <Problem words={problemAt(error, 'notifications.lateMs')} />
      </Row>
      <Row label={text.tellBy}>
        <Ways form={form} set={set} error={error} put={put} />
      </Row>
    </>
  );
}

type Part = Pick<Props, 'form' | 'set'> & { put: (changes: Partial<Notifications>) => void };

function Late({ form, set, put }: Part) {
  const isOn = form.notifications.lateMs !== null;
  const ms = readDuration(form.late) ?? LATE_ON_MS;
  const listed = [...new Set([...LATE, ms])].sort((a, b) => a - b);
  return (
    <span className="told-if">
      <Switch label={text.tellLate} on={isOn} onChange={(on) => put({ lateMs: on ? LATE_ON_MS : null })} />
      {isOn ? (
        <>
          <span aria-hidden>{text.lateBefore}</span>
          <Select
            look="inline"
            label={text.lateBy}
            value={String(ms)}
            options={listed.map((one) => [String(one), text.span(one)] as const)}
            onChange={(picked) => set({ late: spellDuration(Number(picked)) })}
          />
          <span aria-hidden>{text.lateAfter}</span>
        </>
      ) : (
        <span aria-hidden data-off>
          {text.tellLate}
        </span>
      )}
    </span>
  );
}

const WAYS = ['email', 'webhooks', 'ping'] as const;
type Way = (typeof WAYS)[number];
const AT: Record<Way, string> = {
  email: 'notifications.email',
  webhooks: 'notifications.webhooks',
  ping: 'notifications.pingUrl',
};

/** By what ways it tells: each a chip, which opens the addresses it goes to. */
function Ways({ form, set, error, put }: Part & Pick<Props, 'error'>) {
  const { notifications } = form;
  const [open, setOpen] = useState<Way | null>(null);
  const id = useId();
  const troubled = WAYS.find((way) => problemAt(error, AT[way]));
  useEffect(() => {
    if (troubled) setOpen(troubled);
  }, [troubled]);
  const value: Record<Way, string> = {
    email: form.mailTo,
    webhooks: form.webhooks,
    ping: notifications.pingUrl ?? '',
  };
  const onText: Record<Way, (typed: string) => void> = {
    email: (mailTo) => set({ mailTo }),
    webhooks: (webhooks) => set({ webhooks }),
    ping: (typed) => put({ pingUrl: typed.trim() || null }),
  };
  return (
    <>
      <div className="ways">
        <button
          type="button"
          className="way"
          aria-pressed={notifications.desktop}
          onClick={() => put({ desktop: !notifications.desktop })}
        >
          {text.desktop}
        </button>
        {WAYS.map((way) => (
          <WayChip
            key={way}
            way={way}
            value={value[way]}
            open={open === way}
            controls={id}
            onOpen={() => setOpen(open === way ? null : way)}
          />
        ))}
      </div>
      {open && (
        <div id={id}>
          <Labelled label={text.ways[open].field}>
            <TextInput
              key={open}
              autoFocus={open !== troubled}
              label={text.ways[open].field}
              placeholder={text.ways[open].hint}
              value={value[open]}
              problem={problemAt(error, AT[open])}
              onText={onText[open]}
            />
          </Labelled>
        </div>
      )}
    </>
  );
}

interface WayChipProps {
  way: Way;
  value: string;
  open: boolean;
  controls: string;
  onOpen: () => void;
}

function WayChip({ way, value, open, controls, onOpen }: WayChipProps) {
  const [first, ...more] = value.split(way === 'email' ? /[,;\n]/ : /\s+/).flatMap((one) => one.trim() || []);
  const { name } = text.ways[way];
  return (
    <button
      type="button"
      className="way"
      data-on={first !== undefined || undefined}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onOpen}
    >
      {first === undefined ? (
        <>
          <IconPlus size={14} stroke={1.5} aria-hidden />
          {name}
        </>
      ) : (
        <span className="cut">{text.wayTo(name, first, more.length)}</span>
      )}
    </button>
  );
}

function Told({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <span className="told-if">
      <Switch label={label} on={on} onChange={onChange} />
      <span aria-hidden data-off={!on || undefined}>
        {label}
      </span>
    </span>
  );
}
