import { IconSettings, IconTag } from '@tabler/icons-react';
import type { JobSummary } from '#contract/job.ts';
import type { Run } from '#contract/run.ts';
import { actionLine } from '../jobs/action-words.ts';
import { type ActionIcon, actionOfKey, type JobAction, offeredFor } from '../jobs/job-actions.ts';
import { caps } from '../keys/table.ts';
import { tagCounts } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import { statusWord } from '../ui/run-words.ts';
import type { Choice, Command } from './commands.ts';
import { fold, type Match, matchWords, type Range, wordsOf } from './rank.ts';
import { type Recent, recencyBonus } from './recent.ts';
import { words } from './text.ts';

/** What the palette shows: everything, one job's actions, or what there is to choose. */
export type View =
  | { kind: 'all' }
  | { kind: 'job'; job: JobSummary }
  | { kind: 'choose'; title: string; choices: readonly Choice[] };

/** One line of the palette. */
export interface Entry {
  /** Names it for recency. */
  id: string;
  title: string;
  hits: readonly Range[];
  detail?: { text: string; hits: readonly Range[] };
  icon?: ActionIcon;
  /** Its job: shown with kind and next run, and what Tab and job keys are about. */
  job?: JobSummary;
  run?: Run;
  aside?: string;
  /** For the Keys of ui/. */
  keys?: string;
  danger?: boolean;
  /** A job that the query would make: two lines, the second its next times. */
  make?: boolean;
  /** Does it; returns what to show next where it does not close the palette. */
  act(): View | undefined;
}

export interface Group {
  title: string;
  entries: Entry[];
}

/** A setting that can be found: its name and where it stands. */
export interface SettingPlace {
  label: string;
  category: string;
  path: string;
}

export interface Sources {
  jobs: readonly JobSummary[];
  settings: readonly SettingPlace[];
  commands: readonly Command[];
  recent: Recent;
  now: number;
}

const MOST = { jobs: 5, runs: 4, actions: 4, tags: 3, settings: 4, commands: 5 };
/** Actions that the best match shows at once; Tab lists all. */
const FIRST_ACTIONS = ['run', 'stop', 'pause', 'resume', 'edit', 'history'];
const plain: Match = { score: 0, ranges: [] };

/** What a query finds, best first within each group. */
export function find(query: string, sources: Sources): Group[] {
  const asked = wordsOf(query);
  const jobs = findJobs(asked, sources);
  const best = asked.length > 0 ? jobs[0]?.job : undefined;
  return [
    { title: words.group.jobs, entries: jobs },
    {
      title: best ? words.group.actions(best.name) : '',
      entries: best
        ? offeredFor(best, sources.now)
            .filter(({ id }) => FIRST_ACTIONS.includes(id))
            .slice(0, MOST.actions)
            .map((action) => actionEntry(best, action, plain))
        : [],
    },
    { title: words.group.runs, entries: findRuns(asked, sources) },
    { title: words.group.tags, entries: [...findTags(asked, sources), ...findSettings(asked, sources)] },
    { title: words.group.commands, entries: findCommands(asked, sources) },
  ].filter(({ entries }) => entries.length > 0);
}

/** What can be done to a job, under a query. */
export function findActions(query: string, job: JobSummary, now: number): Group[] {
  const asked = wordsOf(query);
  const entries = offeredFor(job, now).flatMap((action) => {
    const match = matchWords(asked, fold(action.label));
    return match ? [actionEntry(job, action, match)] : [];
  });
  return entries.length > 0 ? [{ title: words.group.actions(job.name), entries }] : [];
}

/** What there is to choose, under a query. */
export function findChoices(query: string, title: string, choices: readonly Choice[]): Group[] {
  const asked = wordsOf(query);
  const entries = choices.flatMap(({ label, run }) => {
    const match = matchWords(asked, fold(label));
    return match ? [{ id: `choose:${label}`, title: label, hits: match.ranges, act: done(run) }] : [];
  });
  return entries.length > 0 ? [{ title, entries }] : [];
}

/** What a key does to the job of an entry, as the entry of that action. */
export function entryOfKey(key: string, job: JobSummary): Entry | undefined {
  const action = actionOfKey(key, job);
  return action && actionEntry(job, action, plain);
}

const done = (run: () => void) => () => {
  run();
  return undefined;
};

function actionEntry(job: JobSummary, action: JobAction, match: Match): Entry {
  const { choices, label, icon, key, danger = false } = action;
  return {
    ...{ id: `action:${action.id}`, title: label, hits: match.ranges, icon, danger },
    ...(key && { keys: caps(`mod+${key}`) }),
    act: choices
      ? () => ({
          kind: 'choose',
          title: `${label.replace('…', '')} ${job.name}`,
          choices: choices.map((choice) => ({ label: choice.label, run: () => choice.run(job) })),
        })
      : done(() => action.run(job)),
  };
}

/** The best of what scores; `null` scores are out. */
function top<T>(items: readonly T[], most: number, score: (item: T) => number | null): T[] {
  return items
    .flatMap((item) => {
      const points = score(item);
      return points === null ? [] : [{ item, points }];
    })
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ item }) => item);
}

interface Folded {
  name: string;
  line: string;
  both: string;
}
const foldedJobs = new WeakMap<JobSummary, Folded>();

function foldedJob(job: JobSummary): Folded {
  const known = foldedJobs.get(job);
  if (known) return known;
  const name = fold(job.name);
  const line = fold(actionLine(job.action).slice(0, LINE_LIMIT));
  const made = { name, line, both: `${name}\n${line}` };
  foldedJobs.set(job, made);
  return made;
}

/** A match in the command is worth less than one in the name. */
const COMMAND_SHARE = 0.5;
/** How much of a command is searched, in characters. */
const LINE_LIMIT = 500;

function findJobs(asked: readonly string[], { jobs, recent, now }: Sources): (Entry & { job: JobSummary })[] {
  const bonus = (job: JobSummary) => recencyBonus(recent, `job:${job.id}`, now);
  const soon = (job: JobSummary) => (job.nextRunAt === null ? 0 : 1 / (1 + Math.max(0, job.nextRunAt - now)));
  const found = top(jobs, MOST.jobs, (job) => {
    if (asked.length === 0) return bonus(job) + soon(job);
    const match = matchJob(asked, job);
    return match && match.score + bonus(job);
  });
  return found.map((job) => {
    const { name, line } = matchJob(asked, job) ?? {};
    const detail = line && { text: actionLine(job.action), hits: line };
    return {
      ...{ id: `job:${job.id}`, title: job.name, hits: name ?? [], job },
      ...(detail && { detail }),
      act: done(() => navigate(`/jobs/${job.id}`)),
    };
  });
}

function matchJob(asked: readonly string[], job: JobSummary) {
  const folded = foldedJob(job);
  const name = matchWords(asked, folded.name);
  if (name) return { score: name.score, name: name.ranges, line: null };
  const line = matchWords(asked, folded.line, false);
  if (line) return { score: line.score * COMMAND_SHARE, name: [], line: line.ranges };
  // Some words in the name, the others in the command.
  const both = matchWords(asked, folded.both, false);
  if (!both) return null;
  const end = folded.name.length;
  return {
    score: both.score * COMMAND_SHARE,
    name: both.ranges.filter(([start]) => start < end),
    line: both.ranges.flatMap(([start, stop]): Range[] => (start > end ? [[start - end - 1, stop - end - 1]] : [])),
  };
}

/** Runs are found by their job and how they ended, "backup failed", or by number. */
function findRuns(asked: readonly string[], { jobs, now }: Sources): Entry[] {
  if (asked.length === 0) return [];
  const found: { run: Run; match: Match }[] = [];
  for (const job of jobs) {
    for (const run of job.lastRun ? [...job.live, job.lastRun] : job.live) {
      const outcome = fold(`${statusWord(run.status)} ${words.run(run.id)}`);
      // A job's name alone finds the job.
      if (!asked.some((word) => word.length > 2 && outcome.includes(word))) continue;
      const match = matchWords(asked, `${foldedJob(job).name} ${outcome}`, false);
      if (match) found.push({ run, match });
    }
  }
  const shown = new Set<number>();
  return top(found, MOST.runs, ({ run, match }) => match.score + (run.startedAt ?? run.dueAt) / now).flatMap(
    ({ run, match }) => {
      if (shown.has(run.id)) return [];
      shown.add(run.id);
      return {
        ...{ id: `run:${run.id}`, title: run.job, run },
        hits: match.ranges.filter(([, end]) => end <= run.job.length),
        detail: { text: statusWord(run.status), hits: [] },
        act: done(() => navigate(`/history?job=${run.jobId}&run=${run.id}`)),
      };
    },
  );
}

function findTags(asked: readonly string[], { jobs }: Sources): Entry[] {
  if (asked.length === 0) return [];
  const found = tagCounts(jobs).flatMap(([tag, count]) => {
    const match = matchWords(asked, fold(`#${tag}`), false);
    return match ? [{ tag, count, match }] : [];
  });
  return top(found, MOST.tags, ({ match }) => match.score).map(({ tag, count, match }) => ({
    ...{ id: `tag:${tag}`, title: `#${tag}`, hits: match.ranges, icon: IconTag, aside: words.jobs(count) },
    act: done(() => navigate(`/jobs?tag=${encodeURIComponent(tag)}`)),
  }));
}

function findSettings(asked: readonly string[], { settings, commands, recent, now }: Sources): Entry[] {
  if (asked.length === 0) return [];
  // What a command does at once need not be looked for in Settings.
  const commanded = new Set(commands.map(({ label }) => label.replace('…', '')));
  const found = settings.flatMap((setting) => {
    if (commanded.has(setting.label)) return [];
    const match = matchWords(asked, fold(setting.label));
    return match ? [{ setting, match }] : [];
  });
  const bonus = (path: string) => recencyBonus(recent, `setting:${path}`, now);
  return top(found, MOST.settings, ({ setting, match }) => match.score + bonus(setting.path)).map(
    ({ setting: { label, category, path }, match }) => ({
      ...{ id: `setting:${path}`, title: label, hits: match.ranges, icon: IconSettings, aside: category },
      act: done(() => navigate(path)),
    }),
  );
}

function findCommands(asked: readonly string[], { commands, recent, now }: Sources): Entry[] {
  const found = commands.flatMap((command) => {
    const match = matchWords(asked, fold(command.label));
    return match ? [{ command, match }] : [];
  });
  const bonus = (id: string) => recencyBonus(recent, `command:${id}`, now);
  // Without a query, in the order of the table.
  const score = ({ command, match }: (typeof found)[number]) =>
    (asked.length === 0 ? -commands.indexOf(command) / 10 : match.score) + bonus(command.id);
  return top(found, MOST.commands, score).map(({ command: { id, label, icon, key, run, choices }, match }) => ({
    ...{ id: `command:${id}`, title: label, hits: match.ranges, icon },
    ...(key && { keys: caps(key) }),
    act: choices ? () => ({ kind: 'choose', title: label.replace('…', ''), choices }) : done(run),
  }));
}
