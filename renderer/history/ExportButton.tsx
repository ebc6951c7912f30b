import { Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ExportFormat } from '#contract/ledger.ts';
import { ask } from '../api.ts';
import type { RunQuery } from '../state/run-pages.ts';
import { Button } from '../ui/Button.tsx';
import { toast } from '../ui/toasts.ts';
import { text } from './text.ts';

const FORMATS = ['csv', 'json'] as const;

interface Props {
  filter: RunQuery;
  /** What went wrong, and how to try again; null when it went well. */
  onProblem: (problem: { error: unknown; again: () => void } | null) => void;
}

/** Writes the list as it is filtered to a file. */
export function ExportButton({ filter, onProblem }: Props) {
  const write = async (format: ExportFormat) => {
    onProblem(null);
    try {
      const { file, runs } = await ask('runs.export', { filter, format });
      if (file !== null) toast({ tone: 'note', title: text.exported(runs, file) });
    } catch (error) {
      onProblem({ error, again: () => void write(format) });
    }
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button look="quiet" icon={<IconDownload size={16} stroke={1.5} />}>
          {text.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void write(format)}>
            {text.exportAs[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
