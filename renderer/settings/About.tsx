import { IconCopy } from '@tabler/icons-react';
import type { Settings } from '#contract/settings.ts';
import { useJobs, useScheduler } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/copy.ts';
import { text as common } from '../ui/text.ts';
import { toast } from '../ui/toasts.ts';
import { engines, report } from './report.ts';
import { Setting } from './Setting.tsx';
import { text } from './text.ts';
import { UpdateRows } from './Updates.tsx';

/** Versions, where everything is kept, and a report to send along with a question. */
export function About({ values }: { values: Settings }) {
  const { data: status } = useScheduler();
  const { data: jobs = [] } = useJobs();
  if (!status) return null;
  const { electron, chromium, system } = engines(navigator.userAgent);
  const copy = () => {
    copyText(report(status, jobs, navigator.userAgent, navigator.language));
    toast({ tone: 'note', title: common.copied }, 1500);
  };
  return (
    <>
      <Setting label={text.version}>
        <span className="told num">{status.version}</span>
      </Setting>
      <UpdateRows values={values} />
      <Setting label={text.runtime}>
        <span className="told num">{text.engines(electron, chromium)}</span>
      </Setting>
      <Setting label={text.system}>
        <span className="told num cut">{system}</span>
      </Setting>
      <Setting label={text.folder} note={text.folderNote}>
        <code className="told cut" title={status.dataFolder}>
          {status.dataFolder}
        </code>
      </Setting>
      <Setting label={text.report} note={text.reportNote}>
        <Button small icon={<IconCopy size={14} stroke={1.5} />} onClick={copy}>
          {text.copyReport}
        </Button>
      </Setting>
    </>
  );
}
