import { IconCopy } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { LaunchEnvironment } from '#contract/run.ts';
import { sentence } from '../api.ts';
import { useEnvironment } from '../state/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { copyText } from '../ui/copy.ts';
import { plural } from '../ui/text.ts';
import { toast } from '../ui/toasts.ts';
import { text } from './text.ts';

/** What an attempt was started with: folder, shell and variables, to be searched. */
export function EnvironmentView({ run, attempt, tabs }: { run: number; attempt: number; tabs: ReactNode }) {
  const { data, error } = useEnvironment(run, attempt);
  const [words, setWords] = useState('');
  const found = data ? matching(data.variables, words) : [];
  return (
    <>
      <div className="output-bar">
        {tabs}
        <span className="spring" />
        <span className="find">
          <input
            className="field"
            aria-label={text.findVariable}
            placeholder={text.findVariable}
            spellCheck={false}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || words === '') return;
              event.preventDefault();
              setWords('');
            }}
          />
        </span>
        <IconButton
          label={text.copyEnvironment}
          disabled={found.length === 0}
          onClick={() => {
            copyText(found.map(({ name, value }) => `${name}=${value}`).join('\n'));
            toast({ tone: 'note', title: text.copied });
          }}
        >
          <IconCopy size={16} stroke={1.5} />
        </IconButton>
      </div>
      {data ? (
        <div className="scroll environment">
          <Variables place={words === '' ? data : null} variables={found} />
        </div>
      ) : (
        <p className="no-output meta">{error && sentence(error)}</p>
      )}
      {data && <p className="output-foot num">{plural(found.length, 'variable')}</p>}
    </>
  );
}

type Variables = LaunchEnvironment['variables'];

function matching(variables: Variables, words: string): Variables {
  const wanted = words.trim().toLowerCase();
  return variables.filter(({ name, value }) => `${name}=${value}`.toLowerCase().includes(wanted));
}

function Variables({ place, variables }: { place: LaunchEnvironment | null; variables: Variables }) {
  return (
    <dl>
      {place && (
        <>
          <div>
            <dt className="said">{text.folder}</dt>
            <dd>{place.workingDirectory}</dd>
          </div>
          {place.shell !== null && (
            <div>
              <dt className="said">{text.shell}</dt>
              <dd>{place.shell}</dd>
            </div>
          )}
        </>
      )}
      {variables.map(({ name, value, from }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {from !== 'login' && <span className="meta"> {text.from[from]}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
