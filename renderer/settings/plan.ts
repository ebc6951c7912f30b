import type { RestorePlan } from '#contract/backup.ts';
import { backupText } from './kept-text.ts';

const text = backupText.ask;

/** A plan as names and words; what does not change is left out. */
export function planRows({ label, jobs, runs, settings, missingSecrets }: RestorePlan): [string, string][] {
  const names = (list: string[]) => (list.length === 0 ? null : text.names(list));
  const isSame = jobs.added.length + jobs.changed.length + jobs.removed.length === 0;
  const rows: [string, string | null][] = [
    [text.rows.version, label && text.by(label.version)],
    [text.rows.added, names(jobs.added)],
    [text.rows.changed, names(jobs.changed)],
    [text.rows.removed, names(jobs.removed)],
    [text.rows.jobs, isSame ? text.same : null],
    [text.rows.runs, text.runs(runs.gained, runs.lost)],
    [text.rows.settings, names(settings)],
    [text.rows.secrets, missingSecrets.length > 0 ? text.missing(missingSecrets) : null],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== null);
}
