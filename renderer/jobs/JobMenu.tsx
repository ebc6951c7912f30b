import { Menu } from '@mantine/core';
import {
  IconClock,
  IconCopy,
  IconHistory,
  IconPencil,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { removeJob, runNow, skipNext } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { copyText } from '../ui/copy.ts';
import { Keys } from '../ui/Keys.tsx';
import { text } from '../ui/text.ts';
import { toast } from '../ui/toasts.ts';
import { actionLine, triggerCode } from './action-words.ts';
import { words } from './text.ts';

const icon = { size: 15, stroke: 1.5 };

function copy(value: string): void {
  copyText(value);
  toast({ tone: 'note', title: text.copied }, 1500);
}

/** Everything that can be done to a job, behind any button. */
export function JobMenu({
  job,
  children,
  onChange,
}: {
  job: JobSummary;
  children: ReactElement;
  onChange?: (open: boolean) => void;
}) {
  const cron = job.triggers.filter(({ spec }) => spec.kind === 'cron').map(({ spec }) => triggerCode(spec));
  return (
    <Menu width={220} {...(onChange && { onChange })}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPlayerPlay {...icon} />}
          rightSection={<Keys keys="R" />}
          onClick={() => void runNow(job)}
        >
          {words.runNow}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil {...icon} />}
          rightSection={<Keys keys="E" />}
          onClick={() => navigate(`/jobs/${job.id}/edit`)}
        >
          {words.edit}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy {...icon} />}
          rightSection={<Keys keys="D" />}
          onClick={() => navigate(`/jobs/new?from=${job.id}`)}
        >
          {words.duplicate}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerSkipForward {...icon} />}
          disabled={job.nextRunAt === null}
          onClick={() => void skipNext(job)}
        >
          {words.skipNext}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconHistory {...icon} />}
          rightSection={<Keys keys="Y" />}
          onClick={() => navigate(`/history?job=${job.id}`)}
        >
          {words.showHistory}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => copy(actionLine(job.action))}>
          {words.copyCommand}
        </Menu.Item>
        {cron.length > 0 && (
          <Menu.Item leftSection={<IconClock {...icon} />} onClick={() => copy(cron.join('\n'))}>
            {words.copyCron}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          data-danger
          leftSection={<IconTrash {...icon} />}
          rightSection={<Keys keys="Del" />}
          onClick={() => void removeJob(job)}
        >
          {words.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
