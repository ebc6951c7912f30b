import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { classes } from '../ui/classes.ts';
import { arrows } from '../ui/direction.ts';
import { Select } from '../ui/Select.tsx';
import { Switch } from '../ui/Switch.tsx';
import { type FieldsProps, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import { HttpPart, type Part } from './HttpPart.tsx';
import type { HttpForm } from './http-form.ts';
import { samples } from './sample-text.ts';
import { text } from './text.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const words = text.http;

const TABS: Part[] = ['body', 'headers', 'signIn', 'expect'];
const AT: Record<Part, string[]> = {
  body: ['action.body'],
  headers: ['action.headers'],
  signIn: [],
  expect: ['action.expectStatus', 'action.mustMatch'],
};

/** A request: where to, what with, and which answer is right. */
export function HttpFields({ form: { http, timeout }, set, error }: FieldsProps) {
  const put = (changes: Partial<HttpForm>) => set({ http: { ...http, ...changes } });
  const [tab, setTab] = useState<Part>('body');
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
          <HttpPart part={tab} http={http} put={put} error={error} />
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
