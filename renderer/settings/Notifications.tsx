import { useRef, useState } from 'react';
import type { NoticeChannel, NotificationSettings } from '#contract/notification.ts';
import type { Settings } from '#contract/settings.ts';
import { ask, sentence } from '../api.ts';
import { client, keys } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Switch } from '../ui/Switch.tsx';
import { addressesIn } from './addresses.ts';
import { Setting } from './Setting.tsx';
import { text } from './text.ts';

const words = text.notices;

const LISTS = [
  { field: 'email', channel: 'email' },
  { field: 'webhooks', channel: 'webhook' },
] as const;

/** Who is told of every job, besides those that a job names itself. */
export function Notifications({ values: { notifications } }: { values: Settings }) {
  const { busy, told, during, test } = useTold();
  const save = (changes: Partial<NotificationSettings>) => saveNotices({ ...notifications, ...changes });
  return (
    <>
      <Setting label={words.desktop} note={words.desktopNote}>
        <span className="notice-way">
          <span className="mail-answers">
            <Button
              small
              aria-label={words.testOf(words.desktop)}
              disabled={busy}
              onClick={() => void test('desktop', [''])}
            >
              {words.test}
            </Button>
            <Switch
              label={words.desktop}
              on={notifications.desktop}
              onChange={(desktop) => void during(() => save({ desktop }))}
            />
          </span>
          <Told told={told} />
        </span>
      </Setting>
      {LISTS.map(({ field, channel }) => (
        <Addresses
          key={field}
          {...words[field]}
          channel={channel}
          saved={notifications[field]}
          onSave={(addresses) => save({ [field]: addresses })}
        />
      ))}
    </>
  );
}

/** Addresses in one field. Saved on leaving it or with Enter; tried as they stand there, saved or not. */
function Addresses(props: {
  label: string;
  note: string;
  hint: string;
  channel: Extract<NoticeChannel, 'email' | 'webhook'>;
  saved: string[];
  onSave: (addresses: string[]) => Promise<string>;
}) {
  const { label, channel, saved } = props;
  /** null = as saved. */
  const [draft, setDraft] = useState<string | null>(null);
  const { busy, told, during, test, forget } = useTold();
  const typed = draft === null ? saved : addressesIn(draft);
  const save = async () => {
    if (draft === null) return;
    if (typed.join() === saved.join()) return setDraft(null);
    if (await during(() => props.onSave(typed))) setDraft(null);
  };
  return (
    <Setting label={label} note={props.note}>
      <span className="notice-way">
        <span className="mail-fields">
          <input
            className="field notice-addresses"
            spellCheck={false}
            aria-label={label}
            aria-invalid={told !== null && !told.good}
            placeholder={props.hint}
            value={draft ?? saved.join(', ')}
            onChange={(event) => {
              forget();
              setDraft(event.currentTarget.value);
            }}
            onBlur={() => void save()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save();
            }}
          />
          <Button
            small
            aria-label={words.testOf(label)}
            disabled={busy || typed.length === 0}
            onClick={() => void test(channel, typed)}
          >
            {words.test}
          </Button>
        </span>
        <Told told={told} />
      </span>
    </Setting>
  );
}

interface Answer {
  good: boolean;
  text: string;
}

function Told({ told }: { told: Answer | null }) {
  if (!told || told.text === '') return null;
  return told.good ? (
    <p className="meta" role="status">
      {told.text}
    </p>
  ) : (
    <p className="problem" role="alert">
      {told.text}
    </p>
  );
}

/** Saves and tests one after the other, and keeps what came of the last. */
function useTold() {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Answer | null>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  /** False when it was refused. */
  const during = (work: () => Promise<string>): Promise<boolean> => {
    const done = last.current.then(async () => {
      setTold(null);
      try {
        setTold({ good: true, text: await work() });
        return true;
      } catch (error) {
        setTold({ good: false, text: sentence(error) });
        return false;
      }
    });
    last.current = done;
    return done;
  };
  /** Only a test makes its button wait: the press that leaves a field, and so saves it, must still reach the button. */
  const test = async (channel: NoticeChannel, targets: string[]) => {
    setBusy(true);
    await during(() => tell(channel, targets));
    setBusy(false);
  };
  return { busy, told, during, test, forget: () => setTold(null) };
}

async function saveNotices(notifications: NotificationSettings): Promise<string> {
  client.setQueryData(keys.settings, await ask('settings.set', { notifications }));
  return '';
}

async function tell(channel: NoticeChannel, targets: string[]): Promise<string> {
  for (const target of targets) await ask('notifications.test', { channel, target });
  return words.tested;
}
