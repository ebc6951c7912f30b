import { Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { JobSummary } from '#contract/job.ts';
import { settingPlaces } from '../settings/sections.tsx';
import { navigate } from '../state/navigation.ts';
import { closeOverlay, showOverlay } from '../state/overlay.ts';
import { useJobs, useScheduler, useSettings } from '../state/queries.ts';
import { keyName } from '../ui/keys.ts';
import { wallTime } from '../ui/wall-time.ts';
import { commandsFor } from './commands.ts';
import { type Entry, entryOfKey, type Group, type View } from './entry.ts';
import { find, findActions, findChoices } from './find.ts';
import { Hints } from './Hints.tsx';
import styles from './palette.module.css';
import { Results } from './Results.tsx';
import { keepRecent, readRecent } from './recent.ts';
import { words } from './text.ts';
import { type Offer, useOffer } from './use-offer.ts';

const TOP = 103;
const WIDTH = 640;
const ALL: View = { kind: 'all' };

/** Finds and does everything from one field. */
export function Palette({ opened }: { opened: boolean }) {
  return (
    <Modal.Root
      opened={opened}
      onClose={() => showOverlay(null)}
      // Esc leads back from a job's actions first.
      closeOnEscape={false}
      size={WIDTH}
      yOffset={TOP}
      xOffset={16}
      // It fades in by style sheet: here, the field would come frames after the key, and miss what is typed.
      transitionProps={{ duration: 0 }}
      classNames={{ overlay: styles.scrim ?? '', content: styles.palette ?? '', body: styles.body ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={words.label}>
        <Modal.Body>
          <Search />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search() {
  const [view, setView] = useState<View>(ALL);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const offer = useOffer(view.kind === 'all' ? query : '');
  const groups = useGroups(view, query, offer);
  const entries = useMemo(() => groups.flatMap((group) => group.entries), [groups]);
  const active = Math.min(at, entries.length - 1);
  const entry = entries[active];
  const list = useId();
  const show = (next: View) => {
    setView(next);
    setQuery('');
    setAt(0);
  };
  const act = (chosen: Entry) => {
    keepRecent(chosen.id);
    const next = chosen.act();
    if (next) show(next);
    else closeOverlay('palette');
  };
  // Enter may come before a sentence has been read: it acts on what the sentence turns out to be.
  const early = useRef<string | null>(null);
  useEffect(() => {
    if (offer === undefined || early.current === null) return;
    const isWanted = early.current === query;
    early.current = null;
    if (isWanted && entry) act(entry);
  });
  const enter = () => {
    if (entry) act(entry);
    else if (offer === undefined) early.current = query;
  };
  const onKeyDown = usePaletteKeys({ view, query, entry, entries, active, setAt, show, act, enter });
  return (
    <>
      <div className={styles.head}>
        <IconSearch size={17} stroke={1.5} aria-hidden />
        <input
          data-autofocus
          // biome-ignore lint/a11y/noAutofocus: one opens the palette to type.
          autoFocus
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={entry ? `${list}-${active}` : undefined}
          aria-label={words.label}
          placeholder={words.label}
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className={styles.scope}>{scopeOf(view)}</span>
      </div>
      <Results list={list} groups={groups} active={active} onPoint={setAt} onPick={act} />
      {entries.length === 0 && (
        <p className={styles.nothing} role="status">
          {words.nothing(query.trim())}
        </p>
      )}
      <Hints view={view.kind} tab={entry?.job !== undefined} />
    </>
  );
}

const scopeOf = (view: View) =>
  view.kind === 'all' ? words.all : view.kind === 'job' ? words.actionsOf : words.chooseOf;

function useGroups(view: View, query: string, offer: Offer | null | undefined): Group[] {
  const { data: jobs = [] } = useJobs();
  const { data: status } = useScheduler();
  const { data: settings } = useSettings();
  const [recent] = useState(readRecent);
  const commands = useMemo(() => commandsFor(status, settings), [status, settings]);
  return useMemo(() => {
    const now = Date.now();
    if (view.kind === 'choose') return findChoices(query, view.title, view.choices);
    if (view.kind === 'job') {
      const { id } = view.job;
      return findActions(query, jobs.find((job) => job.id === id) ?? view.job, now);
    }
    const found = find(query, { jobs, settings: settingPlaces, commands, recent, now });
    // Last, since it comes late: what Enter would do must not change under the finger.
    return offer ? [...found, offerGroup(offer)] : found;
  }, [view, query, jobs, commands, recent, offer]);
}

/** Opens the editor on what the sentence says. */
function offerGroup({ schedule, command, reading }: Offer): Group {
  const times = reading.next.map(({ at }) => `${wallTime.day(at)} ${wallTime.clock(at)}`);
  const params = new URLSearchParams({ schedule, command });
  return {
    title: words.group.make,
    entries: [
      {
        ...{ id: 'make', title: words.make(reading.words, command), hits: [], make: true },
        detail: { text: words.nextTimes(times.join(' · ')), hits: [] },
        act: () => {
          navigate(`/jobs/new?${params}`);
          return undefined;
        },
      },
    ],
  };
}

interface KeyProps {
  view: View;
  query: string;
  entry: Entry | undefined;
  entries: readonly Entry[];
  active: number;
  setAt: (at: number) => void;
  show: (view: View) => void;
  act: (entry: Entry) => void;
  enter: () => void;
}

/** Arrows move, Enter acts, Tab goes into a job and Esc back; job keys work with Ctrl or ⌘. */
function usePaletteKeys({ view, query, entry, entries, active, setAt, show, act, enter }: KeyProps) {
  const first = entries.find(({ job }) => job)?.job;
  const job: JobSummary | undefined = view.kind === 'job' ? view.job : (entry?.job ?? first);
  const move = (by: number) => setAt(entries.length === 0 ? 0 : (active + by + entries.length) % entries.length);
  const ofJob = (key: string): Entry | undefined =>
    key.startsWith('mod+') && job ? entryOfKey(key.slice('mod+'.length), job) : undefined;
  return (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const key = keyName(event.nativeEvent);
    const named = ofJob(key);
    if (key === 'arrowdown') move(1);
    else if (key === 'arrowup') move(-1);
    else if (key === 'enter') enter();
    else if (key === 'tab') view.kind === 'all' && entry?.job && show({ kind: 'job', job: entry.job });
    else if (view.kind !== 'all' && (key === 'escape' || (key === 'backspace' && query === ''))) show(ALL);
    else if (key === 'mod+k' || key === 'escape') showOverlay(null);
    else if (named && view.kind !== 'choose') act(named);
    else return;
    event.preventDefault();
    // The dialog would close, or let the focus out.
    event.stopPropagation();
  };
}
