import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { ask } from '../api.ts';
import { client, keys, useUserEnvironment } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { duration } from '../ui/format.ts';
import { plural } from '../ui/text.ts';
import { refuse } from '../ui/toasts.ts';
import { text } from './text.ts';

/** What jobs get of the user's terminal, and a way to look again. */
export function UserEnvironment() {
  const { data } = useUserEnvironment();
  const [looking, setLooking] = useState(false);
  const refresh = async () => {
    setLooking(true);
    try {
      client.setQueryData(keys.environment, await ask('environment.refresh'));
    } catch (error) {
      refuse(text.notRefreshed, error);
    } finally {
      setLooking(false);
    }
  };
  return (
    <div className="setting">
      <div className="two">
        <div>{text.environment}</div>
        <div className="meta note" role="status">
          {data?.problem ? <span className="fail">{data.problem}</span> : data && told(data)}
        </div>
      </div>
      <Button small icon={<IconRefresh size={14} stroke={1.5} />} disabled={looking} onClick={() => void refresh()}>
        {text.refresh}
      </Button>
    </div>
  );
}

function told({ count, shell, ms }: { count: number; shell: string; ms: number }): string {
  const source = shell === 'registry' ? text.registry : shell;
  return text.found(plural(count, 'variable'), source, duration(ms));
}
