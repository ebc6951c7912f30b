import { IconPlus } from '@tabler/icons-react';
import { navigate } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { words } from './text.ts';

/** Opens the editor on an empty job. */
export function NewJobButton({ keys }: { keys?: string }) {
  return (
    <Button icon={<IconPlus size={15} stroke={1.5} />} {...(keys && { keys })} onClick={() => navigate('/jobs/new')}>
      <span className="bar-word">{words.newJob}</span>
    </Button>
  );
}
