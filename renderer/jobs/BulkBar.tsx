import { Menu, Popover } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlayFilled, IconPower, IconTag, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { removeAll, runAll, setAllEnabled, tagAll } from '../state/bulk.ts';
import { tagCounts } from '../state/job-facts.ts';
import { showOverlay } from '../state/overlay.ts';
import { pauses } from '../state/pauses.ts';
import { Button } from '../ui/Button.tsx';
import { Keys } from '../ui/Keys.tsx';
import styles from './jobs.module.css';
import { words } from './text.ts';

const icon = { size: 14, stroke: 1.6 };
const FADE = { duration: 120, transition: 'fade' } as const;

interface Props {
  chosen: readonly JobSummary[];
  jobs: readonly JobSummary[];
  onClear: () => void;
}

/** What can be done to all chosen jobs, in place of the filters. */
export function BulkBar({ chosen, jobs, onClear }: Props) {
  const off = chosen.some(({ enabled }) => !enabled);
  return (
    <div className={styles.tabs} role="toolbar" aria-label={words.selected(chosen.length)}>
      <span className={`${styles.chosen} num`} role="status">
        {words.selected(chosen.length)}
      </span>
      <Button small icon={<IconPlayerPlayFilled size={11} />} onClick={() => void runAll(chosen)}>
        {words.run}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button small icon={<IconPlayerPause {...icon} />}>
            {words.pauseUntil}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {pauses.map(({ label, run }) => (
            <Menu.Item key={label} onClick={() => run(chosen)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <TagMenu chosen={chosen} jobs={jobs} />
      <Button small icon={<IconPower {...icon} />} onClick={() => void setAllEnabled(chosen, off)}>
        {off ? words.turnOn : words.turnOff}
      </Button>
      <Button small icon={<IconUpload {...icon} />} onClick={() => showOverlay({ export: chosen })}>
        {words.export}
      </Button>
      <Button small look="danger" onClick={() => void removeAll(chosen)}>
        {words.delete}
      </Button>
      <button type="button" className={styles.clear} onClick={onClear}>
        <Keys keys="Esc" /> {words.clear}
      </button>
    </div>
  );
}

/** Tags to put on all chosen jobs, or to take off: asked for only while it is open. */
function TagMenu(props: Omit<Props, 'onClear'>) {
  return (
    <Popover position="bottom-start" offset={4} width={220} trapFocus returnFocus transitionProps={FADE}>
      <Popover.Target>
        <Button small icon={<IconTag {...icon} />}>
          {words.tag}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.tagMenu ?? ''}>
        <Tags {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Ticked: all chosen jobs carry it. */
function Tags({ chosen, jobs }: Omit<Props, 'onClear'>) {
  const [name, setName] = useState('');
  const add = () => {
    const tag = name.trim().replace(/^#/, '');
    if (tag !== '') void tagAll(chosen, tag, true);
    setName('');
  };
  return (
    <>
      <input
        className={`field ${styles.tagField}`}
        data-autofocus
        aria-label={words.newTag}
        placeholder={words.newTag}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
      {tagCounts(jobs).map(([tag]) => (
        <label key={tag} className={styles.tagChoice}>
          <input
            type="checkbox"
            checked={chosen.every(({ tags }) => tags.includes(tag))}
            onChange={(event) => void tagAll(chosen, tag, event.currentTarget.checked)}
          />
          <span className="cut"># {tag}</span>
        </label>
      ))}
    </>
  );
}
