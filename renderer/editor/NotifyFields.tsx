import type { BelfryError } from '#contract/error.ts';
import type { Notifications } from '#contract/notification.ts';
import { Switch } from '../ui/Switch.tsx';
import { Labelled, Row, TextInput } from './fields.tsx';
import { type Form, problemAt } from './form.ts';
import { text } from './text.ts';

interface Props {
  form: Form;
  set: (changes: Partial<Form>) => void;
  error: BelfryError | null;
}

const EVENTS = ['onFailure', 'onRecovery', 'onLong', 'onSuccess'] as const;
/** Any number here: the field beside says how many. */
const LATE_ON_MS = 10 * 60_000;

/** When the job tells of itself, and to whom. */
export function NotifyFields({ form, set, error }: Props) {
  const { notifications } = form;
  const put = (changes: Partial<Notifications>) => set({ notifications: { ...notifications, ...changes } });
  const late = notifications.lateMs !== null;
  return (
    <>
      <Row label={text.tellIf} ruled>
        <div className="checks">
          {EVENTS.map((event) => (
            <Told
              key={event}
              label={text.tells[event]}
              on={notifications[event]}
              onChange={(on) => put({ [event]: on })}
            />
          ))}
          <Told label={text.tellLate} on={late} onChange={(on) => put({ lateMs: on ? LATE_ON_MS : null })} />
        </div>
        {late && (
          <div className="pair">
            <Labelled label={text.lateBy}>
              <TextInput
                label={text.lateBy}
                value={form.late}
                problem={problemAt(error, 'notifications.lateMs')}
                onText={(typed) => set({ late: typed })}
              />
            </Labelled>
          </div>
        )}
      </Row>
      <Row label={text.tellBy}>
        <div className="checks">
          <Told label={text.desktop} on={notifications.desktop} onChange={(desktop) => put({ desktop })} />
        </div>
        <Addresses form={form} set={set} error={error} />
      </Row>
    </>
  );
}

function Addresses({ form, set, error }: Props) {
  const { notifications } = form;
  return (
    <div className="pair">
      <Labelled label={text.mailTo}>
        <TextInput
          label={text.mailTo}
          placeholder={text.mailToHint}
          value={form.mailTo}
          problem={problemAt(error, 'notifications.email')}
          onText={(mailTo) => set({ mailTo })}
        />
      </Labelled>
      <Labelled label={text.webhooks}>
        <TextInput
          label={text.webhooks}
          placeholder={text.webhooksHint}
          value={form.webhooks}
          problem={problemAt(error, 'notifications.webhooks')}
          onText={(webhooks) => set({ webhooks })}
        />
      </Labelled>
      <Labelled label={text.ping}>
        <TextInput
          label={text.ping}
          placeholder={text.pingHint}
          value={notifications.pingUrl ?? ''}
          problem={problemAt(error, 'notifications.pingUrl')}
          onText={(typed) => set({ notifications: { ...notifications, pingUrl: typed.trim() || null } })}
        />
      </Labelled>
    </div>
  );
}

function Told({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <span className="told-if">
      <Switch label={label} on={on} onChange={onChange} />
      <span aria-hidden>{label}</span>
    </span>
  );
}
