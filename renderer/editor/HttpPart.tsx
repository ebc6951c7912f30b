import { IconPlus, IconX } from '@tabler/icons-react';
import type { BelfryError } from '#contract/error.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { CodeField } from './CodeField.tsx';
import { Labelled, Problem, TextInput } from './fields.tsx';
import { problemAt } from './form.ts';
import type { HttpForm } from './http-form.ts';
import { newKey } from './keys.ts';
import { samples } from './sample-text.ts';
import { text } from './text.ts';

const words = text.http;

/** The parts of a request that have a tab each. */
export type Part = 'body' | 'headers' | 'signIn' | 'expect';

interface PartProps {
  http: HttpForm;
  put: (changes: Partial<HttpForm>) => void;
  error: BelfryError | null;
}

/** What a request carries, or what its answer must be. */
export function HttpPart({ part, ...props }: PartProps & { part: Part }) {
  switch (part) {
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

function BodyField({ http, put, error }: PartProps) {
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

function HeaderFields({ http: { headers }, put, error }: PartProps) {
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

function SignInFields({ http: { signIn }, put }: PartProps) {
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

function ExpectFields({ http, put, error }: PartProps) {
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
