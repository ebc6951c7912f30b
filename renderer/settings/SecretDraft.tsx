import { useState } from 'react';
import { ask, refusal, sentence } from '../api.ts';
import { client, keys } from '../state/queries.ts';
import { Ask } from '../ui/Ask.tsx';
import { Button } from '../ui/Button.tsx';
import { toast } from '../ui/toasts.ts';
import { secretText as text } from './kept-text.ts';

const focus = (field: HTMLElement | null) => field?.focus();

/** A name (unless it has one) and a value, which is never shown: several lines are fine, as keys have them. */
export function SecretDraft({ name: given, onClose }: { name: string | null; onClose: () => void }) {
  const [name, setName] = useState(given ?? '');
  const [value, setValue] = useState('');
  const [error, setError] = useState<unknown>(null);
  const asksWeak = refusal(error)?.field === 'allowWeak';
  const problem = (field: string) => (refusal(error)?.field === field ? sentence(error) : null);
  const save = async (allowWeak: boolean) => {
    try {
      client.setQueryData(keys.secrets, await ask('secrets.set', { name, value, allowWeak }));
      toast({ tone: 'note', title: text.stored(name) });
      onClose();
    } catch (refused) {
      setError(refused);
    }
  };
  const isKnown = asksWeak || problem('name') !== null || problem('value') !== null;
  return (
    <form
      className="kept-draft"
      onSubmit={(event) => {
        event.preventDefault();
        void save(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div>
        <input
          className="field mono"
          aria-label={text.name}
          aria-invalid={problem('name') !== null}
          placeholder={text.nameHint}
          spellCheck={false}
          autoComplete="off"
          ref={given === null ? focus : undefined}
          readOnly={given !== null}
          value={name}
          onChange={(event) => setName(event.currentTarget.value.trim())}
        />
        <Problem said={problem('name')} />
      </div>
      <div>
        <textarea
          className="field mono"
          aria-label={text.value}
          aria-invalid={problem('value') !== null}
          placeholder={text.valueHint}
          rows={1}
          spellCheck={false}
          autoComplete="off"
          ref={given !== null ? focus : undefined}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Problem said={problem('value') ?? (error !== null && !isKnown ? sentence(error) : null)} />
      </div>
      <span className="kept-actions">
        <Button look="quiet" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button look="primary" type="submit" disabled={name === '' || value === ''}>
          {text.store}
        </Button>
      </span>
      {asksWeak && (
        <Ask
          {...text.weak}
          onKeep={() => setError(null)}
          onGo={() => {
            setError(null);
            void save(true);
          }}
        />
      )}
    </form>
  );
}

function Problem({ said }: { said: string | null }) {
  if (said === null) return null;
  return (
    <p className="problem" role="alert">
      {said}
    </p>
  );
}
