import { IconSettings, IconTag } from '@tabler/icons-react';
import type { JobSummary } from '#contract/job.ts';
import { offeredFor } from '../jobs/job-actions.ts';
import { caps } from '../keys/table.ts';
import { tagCounts } from '../state/job-facts.ts';
import { navigate } from '../state/navigation.ts';
import type { Choice, Command } from './commands.ts';
import { actionEntry, done, type Entry, type Group } from './entry.ts';
import { findJobs, findRuns, type JobSources } from './find-jobs.ts';
import { fold, matchWords, top, wordsOf } from './rank.ts';
import { recencyBonus } from './recent.ts';
import { words } from './text.ts';

/** A setting that can be found: its name and where it stands. */
export interface SettingPlace {
  label: string;
  category: string;
  path: string;
}

export interface Sources extends JobSources {
  settings: readonly SettingPlace[];
  commands: readonly Command[];
}

const MOST = { actions: 4, tags: 3, settings: 4, commands: 5 };
/** Actions that the best match shows at once; Tab lists all. */
const FIRST_ACTIONS = ['run', 'stop', 'pause', 'resume', 'edit', 'history'];

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
            .map((action) => actionEntry(best, action))
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
    return match ? [actionEntry(job, action, match.ranges)] : [];
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
