import { useState } from 'react';
import type { MailAccount } from '#contract/mail.ts';
import type { Settings } from '#contract/settings.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { accountOf, draftOf, type MailDraft, withSecurity } from './mail-draft.ts';
import { Setting } from './Setting.tsx';
import { text } from './text.ts';
import { useMailAccount } from './use-mail-account.ts';

const words = text.mail;

/** The account mail is sent from. Saved as a whole, since half of one can send nothing. */
export function MailAccountSection({ values: { smtp } }: { values: Settings }) {
  const [opened, setOpened] = useState(false);
  return smtp === null && !opened ? (
    <Setting label={words.none} note={words.noneNote}>
      <Button small onClick={() => setOpened(true)}>
        {words.setUp}
      </Button>
    </Setting>
  ) : (
    <AccountForm saved={smtp} onClose={() => setOpened(false)} />
  );
}

function AccountForm({ saved, onClose }: { saved: MailAccount | null; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(saved));
  const { busy, told, save, remove, test, problemAt, forget } = useMailAccount();
  const put = (changes: Partial<MailDraft>) => {
    forget();
    setDraft((known) => ({ ...known, ...changes }));
  };
  const dirty = JSON.stringify(accountOf(draft)) !== JSON.stringify(saved);
  const input = (field: Exclude<keyof MailDraft, 'security'>, more: { type?: string; className?: string } = {}) => (
    <MailInput
      {...more}
      label={words[field]}
      hint={words.hints[field]}
      value={draft[field]}
      problem={problemAt(field)}
      onText={(typed) => put({ [field]: typed })}
    />
  );
  return (
    <>
      <Setting label={words.host} note={words.hostNote}>
        <span className="mail-fields">
          {input('host')}
          {input('port', { className: 'mail-port' })}
        </span>
      </Setting>
      <Setting label={words.security} note={words.securityNote}>
        <Select
          label={words.security}
          value={draft.security}
          options={words.securities}
          onChange={(security) => put(withSecurity(draft, security))}
        />
      </Setting>
      <Setting label={words.signIn} note={words.signInNote}>
        <span className="mail-fields">
          {input('user')}
          {input('password', { type: 'password' })}
        </span>
      </Setting>
      <Setting label={words.from} note={words.fromNote}>
        {input('from')}
      </Setting>
      <Setting label={words.testTo} note={words.testNote}>
        <span className="mail-fields">
          {input('testTo')}
          <Button small disabled={busy} onClick={() => void test(accountOf(draft), draft.testTo || draft.from)}>
            {words.test}
          </Button>
        </span>
      </Setting>
      <div className="setting">
        <p className={told?.good ? 'meta' : 'problem'} role="status">
          {told?.text}
        </p>
        <span className="mail-answers">
          {saved === null ? (
            <Button look="quiet" onClick={onClose}>
              {words.cancel}
            </Button>
          ) : (
            <Button look="quiet" disabled={busy} onClick={() => void remove()}>
              {words.remove}
            </Button>
          )}
          <Button look="primary" disabled={busy || !dirty} onClick={() => void save(accountOf(draft))}>
            {words.save}
          </Button>
        </span>
      </div>
    </>
  );
}

function MailInput(props: {
  label: string;
  hint: string;
  value: string;
  problem: string | null;
  type?: string;
  className?: string;
  onText: (text: string) => void;
}) {
  return (
    <span className={props.className ?? 'mail-field'}>
      <input
        className="field"
        type={props.type ?? 'text'}
        spellCheck={false}
        aria-label={props.label}
        aria-invalid={props.problem !== null}
        placeholder={props.hint}
        value={props.value}
        onChange={(event) => props.onText(event.currentTarget.value)}
      />
      {props.problem && (
        <p className="problem" role="alert">
          {props.problem}
        </p>
      )}
    </span>
  );
}
