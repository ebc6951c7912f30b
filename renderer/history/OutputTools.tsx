import { Menu } from '@mantine/core';
import { IconCopy, IconDots, IconTextWrap } from '@tabler/icons-react';
import { ask } from '../api.ts';
import { IconButton } from '../ui/Button.tsx';
import { copyText } from '../ui/copy.ts';
import { refuse, toast } from '../ui/toasts.ts';
import { text } from './text.ts';

const icon = { size: 16, stroke: 1.5 };

interface Place {
  run: number;
  attempt: number;
}

/** Shows all that is kept of an output in the desktop's own program. */
export async function openOutput({ run, attempt }: Place): Promise<void> {
  await ask('runs.openOutput', { id: run, attempt }).catch((error) => refuse(text.notOpened, error));
}

async function saveOutput({ run, attempt }: Place): Promise<void> {
  try {
    const { file } = await ask('runs.saveOutput', { id: run, attempt });
    if (file !== null) toast({ tone: 'note', title: text.savedTo(file) });
  } catch (error) {
    refuse(text.notSaved, error);
  }
}

interface Props {
  place: Place;
  wrap: boolean;
  onWrap: () => void;
  /** What is shown, as text. */
  shown: () => string;
}

/** Wrap, copy, save, open. */
export function OutputTools({ place, wrap, onWrap, shown }: Props) {
  const copy = () => {
    copyText(shown());
    toast({ tone: 'note', title: text.copied });
  };
  return (
    <>
      <IconButton label={text.wrap} aria-pressed={wrap} onClick={onWrap}>
        <IconTextWrap {...icon} />
      </IconButton>
      <IconButton label={text.copy} onClick={copy}>
        <IconCopy {...icon} />
      </IconButton>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <IconButton label={text.more}>
            <IconDots {...icon} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void saveOutput(place)}>{text.save}</Menu.Item>
          <Menu.Item onClick={() => void openOutput(place)}>{text.openFile}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
