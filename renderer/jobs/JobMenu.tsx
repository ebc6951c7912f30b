import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { caps } from '../keys/table.ts';
import { Keys } from '../ui/Keys.tsx';
import { type JobAction, jobActions, offeredFor } from './job-actions.ts';

/** What the menu holds, a line between the groups. The row's own buttons and switch are not repeated. */
const GROUPS = [
  ['run', 'run-with', 'stop', 'edit', 'duplicate', 'skip', 'history', 'output'],
  ['copy-command', 'copy-cron', 'export'],
  ['delete'],
];

/** Everything that can be done to a job, behind any button. */
export function JobMenu(props: { job: JobSummary; children: ReactElement; onChange?: (open: boolean) => void }) {
  const { job, onChange } = props;
  const offered = new Set(offeredFor(job));
  return (
    <Menu width={232} {...(onChange && { onChange })}>
      <Menu.Target>{props.children}</Menu.Target>
      <Menu.Dropdown>
        {GROUPS.flatMap((ids, at) => [
          ...(at > 0 ? [<Menu.Divider key={ids[0]} />] : []),
          ...jobActions
            .filter((action) => ids.includes(action.id) && offered.has(action))
            .map((action) => <Item key={action.id} job={job} action={action} />),
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}

function Item({ job, action: { icon: Icon, label, key, danger, run } }: { job: JobSummary; action: JobAction }) {
  return (
    <Menu.Item
      leftSection={<Icon size={15} stroke={1.5} />}
      rightSection={key && <Keys keys={caps(key)} />}
      data-danger={danger}
      onClick={() => run(job)}
    >
      {label}
    </Menu.Item>
  );
}
