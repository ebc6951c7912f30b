import type { Settings } from '#contract/settings.ts';
import type { UpdateState } from '#contract/update.ts';
import { ask } from '../api.ts';
import { saveSettings } from '../state/actions.ts';
import { client, keys, useUpdate } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Select } from '../ui/Select.tsx';
import { toast } from '../ui/toasts.ts';
import { Setting } from './Setting.tsx';
import { text } from './text.ts';

/** How far a newer version is, and what becomes of one. */
export function UpdateRows({ values }: { values: Settings }) {
  const { data: state } = useUpdate();
  if (!state) return null;
  // What the person may not choose is not offered: the note says who updates this Belfry.
  const isOurs = state.phase !== 'off' || state.reason === null;
  return (
    <>
      <Setting label={text.updates} note={<span role="status">{told(state)}</span>}>
        <Action state={state} />
      </Setting>
      {isOurs && (
        <Setting label={text.updateMode} note={text.updateModeNote}>
          <Select
            label={text.updateMode}
            value={values.updates}
            options={text.updateModes}
            onChange={(updates) => void saveSettings({ updates })}
          />
        </Setting>
      )}
    </>
  );
}

function Action({ state: { phase } }: { state: UpdateState }) {
  const go = (request: 'update.look' | 'update.take') => async () => {
    try {
      client.setQueryData(keys.update, await ask(request));
    } catch (error) {
      toast({ tone: 'refusal', title: text.update.problem, detail: error instanceof Error ? error.message : '' });
    }
  };
  if (phase === 'found') return <Button onClick={() => void go('update.take')()}>{text.update.load}</Button>;
  if (phase === 'ready') return <Button onClick={() => void go('update.take')()}>{text.update.restart}</Button>;
  if (phase === 'off') return null;
  const isBusy = phase === 'looking' || phase === 'loading';
  return (
    <Button disabled={isBusy} onClick={() => void go('update.look')()}>
      {text.update.look}
    </Button>
  );
}

function told({ phase, version, reason }: UpdateState): string {
  if (phase === 'found' || phase === 'loading' || phase === 'ready') return text.update[phase](version ?? '');
  return reason ?? text.update[phase];
}
