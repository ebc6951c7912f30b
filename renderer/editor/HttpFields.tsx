import { IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import type { BelfryError } from '#contract/error.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { classes } from '../ui/classes.ts';
import { arrows } from '../ui/direction.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { CodeField } from './CodeField.tsx';
import { type FieldsProps, Labelled, Problem, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import type { HttpForm } from './http-form.ts';
import { newKey } from './keys.ts';
import { samples } from './sample-text.ts';
import { text } from './text.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const words = text.http;

type Tab = 'body' | 'headers' | 'signIn' | 'expect';
const TABS: Tab[] = ['body', 'headers', 'signIn', 'expect'];
const AT: Record<Tab, string[]> = {
  body: ['action.body'],
  headers: ['action.headers'],
  signIn: [],
  expect: ['action.expectStatus', 'action.mustMatch'],
};

/** A request: where to, what with, and which answer is right. */
export function HttpFields({ form: { http, timeout }, set, error }: FieldsProps) {
  const put = (changes: Partial<HttpForm>) => set({ http: { ...http, ...changes } });
  const [tab, setTab] = useState<Tab>('body');
  useEffect(() => {
    const troubled = TABS.find((one) => problemAt(error, ...AT[one]));
    if (troubled) setTab(troubled);
  }, [error]);
  const methods = METHODS.includes(http.method) ? METHODS : [...METHODS, http.method];
  return (
    <>
      <div className="http-line">
        <Select
          label={words.method}
          value={http.method}
          options={methods.map((method) => [method, method] as const)}
          onChange={(method) => put({ method })}
        />
        <TextInput
          mono
          label={words.url}
          placeholder={samples.url}
          value={http.url}
          problem={problemAt(error, 'action.url', 'action.method')}
          onText={(url) => put({ url })}
        />
      </div>
      <div className="sheet">
        <div className="sheet-tabs" role="tablist" aria-label={words.parts} onKeyDown={moveBetweenTabs}>
          {TABS.map((one) => (
            <TabButton key={one} here={one === tab} onChoose={() => setTab(one)}>
              {words.tabs[one](http)}
            </TabButton>
          ))}
        </div>
        <div role="tabpanel" aria-label={words.tabs[tab](http)}>
          <TabFields tab={tab} http={http} put={put} error={error} />
        </div>
        <div className="sheet-foot">
          <span>{words.succeedsOn(http.expect)}</span>
          <Toggle
            label={words.follow}
            on={http.followRedirects}
            onChange={(followRedirects) => put({ followRedirects })}
          />
          <Toggle label={words.verify} on={http.verifyTls} onChange={(verifyTls) => put({ verifyTls })} />
          {timeout.trim() !== '' && <span className="at-end">{words.givesUp(timeout.trim())}</span>}
        </div>
      </div>
    </>
  );
}

/** Arrows, Home and End choose a tab, as in any list of tabs. */
function moveBetweenTabs(event: KeyboardEvent<HTMLElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  const here = tabs.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { [arrows().on]: here + 1, [arrows().back]: here - 1, home: 0, end: -1 };
  const to = steps[event.key.toLowerCase()];
  if (to === undefined) return;
  event.preventDefault();
  const chosen = tabs.at(to % tabs.length);
  chosen?.focus();
  chosen?.click();
}

function TabButton({ here, onChoose, children }: { here: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      role="tab"
      aria-selected={here}
      tabIndex={here ? 0 : -1}
      className={classes(here && 'here')}
      onClick={onChoose}
    >
      {children}
    </button>
  );
}

function Toggle({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <span className="toggle">
      {label}
      <Switch label={label} on={on} onChange={onChange} />
    </span>
  );
}

interface TabProps {
  http: HttpForm;
  put: (changes: Partial<HttpForm>) => void;
  error: BelfryError | null;
}

function TabFields({ tab, ...props }: TabProps & { tab: Tab }) {
  switch (tab) {
    case 'body':
      return <BodyField {...props} />;
    case 'headers':
      return <HeaderFields {...props} />;
    case 'signIn':
      return <SignInFields {...props} />;
    case 'expect':
      return <ExpectFields {...props} />;
  }
}

function BodyField({ http, put, error }: TabProps) {
  return (
    <CodeField
      label={words.body}
      placeholder={words.bodyHint}
      value={http.body}
      tint={/^\s*[[{]/.test(http.body) ? 'json' : null}
      least={4}
      problem={problemAt(error, 'action.body')}
      onText={(body) => put({ body })}
    />
  );
}

function HeaderFields({ http: { headers }, put, error }: TabProps) {
  const change = (key: number, changes: { name?: string; value?: string }) =>
    put({ headers: headers.map((row) => (row.key === key ? { ...row, ...changes } : row)) });
  const field = (name: string) => problemAt(error, `action.headers.${name.trim()}`) !== null;
  const problem = problemAt(error, 'action.headers');
  return (
    <>
      {headers.map(({ key, name, value }) => (
        <div key={key} className="variable">
          <input
            aria-label={words.header}
            aria-invalid={field(name)}
            placeholder={samples.header}
            spellCheck={false}
            value={name}
            onChange={(event) => change(key, { name: event.currentTarget.value })}
          />
          <input
            aria-label={`${text.value} ${name}`.trim()}
            placeholder={samples.headerValue}
            spellCheck={false}
            value={value}
            onChange={(event) => change(key, { value: event.currentTarget.value })}
          />
          <IconButton
            label={text.removeVariable(name)}
            onClick={() => put({ headers: headers.filter((row) => row.key !== key) })}
          >
            <IconX size={15} stroke={1.5} />
          </IconButton>
        </div>
      ))}
      <div className="sheet-fields">
        <Problem words={problem} />
        <div>
          <Button
            small
            icon={<IconPlus size={16} stroke={1.5} />}
            onClick={() => put({ headers: [...headers, { key: newKey(), name: '', value: '' }] })}
          >
            {words.addHeader}
          </Button>
        </div>
      </div>
    </>
  );
}

function SignInFields({ http: { signIn }, put }: TabProps) {
  const change = (changes: Partial<HttpForm['signIn']>) => put({ signIn: { ...signIn, ...changes } });
  return (
    <div className="sheet-fields">
      <div className="pair">
        <Labelled label={words.signInBy}>
          <Select label={words.signInBy} value={signIn.by} options={words.by} onChange={(by) => change({ by })} />
        </Labelled>
        {signIn.by === 'password' && (
          <Labelled label={words.user}>
            <TextInput label={words.user} value={signIn.name} onText={(name) => change({ name })} />
          </Labelled>
        )}
        {signIn.by !== 'nothing' && (
          <Labelled label={words[signIn.by]}>
            <TextInput
              mono
              type="password"
              label={words[signIn.by]}
              value={signIn.secret}
              onText={(secret) => change({ secret })}
            />
          </Labelled>
        )}
      </div>
    </div>
  );
}

function ExpectFields({ http, put, error }: TabProps) {
  return (
    <div className="sheet-fields">
      <div className="pair">
        <Labelled label={words.statuses}>
          <TextInput
            mono
            label={words.statuses}
            placeholder={samples.statuses}
            value={http.expect}
            problem={problemAt(error, 'action.expectStatus')}
            onText={(expect) => put({ expect })}
          />
        </Labelled>
        <Labelled label={words.match}>
          <TextInput
            mono
            label={words.match}
            placeholder={words.matchHint}
            value={http.mustMatch}
            problem={problemAt(error, 'action.mustMatch')}
            onText={(mustMatch) => put({ mustMatch })}
          />
        </Labelled>
      </div>
    </div>
  );
}
