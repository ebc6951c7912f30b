import type { JobDraft } from '#contract/job.ts';
import type { DaylightSaving } from '#contract/policy.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { parseCron } from '#core/cron.ts';
import { callOf, lineOf, variablesOf } from './calls.ts';
import { calendarRules, eachTrigger, exportEach, noSuchTrigger, sayLost } from './exporting.ts';
import { bitsOf, fieldText } from './fields.ts';
import { type ExchangeContext, type Formatted, refuse, type Say } from './findings.ts';
import { type Rule, ringsAlike } from './rules.ts';
import { quote } from './shell.ts';

/** A user's crontab. */
export function formatCrontab(jobs: JobDraft[], context: ExchangeContext): Formatted {
  let zone = context.here;
  const { files, notes } = exportEach(jobs, (job, say) => {
    const command = commandText(job, context, say);
    const whens = eachTrigger(job, say, (spec, where) =>
      whenTexts(spec, job, context, (text) => say(where, text, 'times')),
    );
    sayLost(job, 'A crontab', ['disabled'], say);
    if (!job.enabled) say('', 'It is switched off, so its line is a comment.');
    const lines = [
      `# ${job.name}`,
      ...job.description
        .split('\n')
        .filter(Boolean)
        .map((line) => `# ${line}`),
    ];
    for (const when of whens) {
      if (when.zone !== zone) {
        zone = when.zone;
        lines.unshift(`CRON_TZ=${zone}`);
      }
      lines.push(`${job.enabled ? '' : '# '}${when.text} ${command}`);
    }
    return [{ name: job.name, text: lines.join('\n') }];
  });
  if (files.length > 0 && files.some(({ text }) => text.startsWith('CRON_TZ=')))
    notes.push({
      ...{ where: 'CRON_TZ', kind: 'times', job: null },
      text: 'CRON_TZ is read by cronie (Fedora, Arch, openSUSE); Debian’s cron rings by the computer’s own zone all the same.',
    });
  const text = files.map((file) => `${file.text}\n`).join('\n');
  return { files: text === '' ? [] : [{ name: 'crontab', text }], notes };
}

type When = { text: string; zone: string };

function whenTexts(spec: TriggerSpec, job: JobDraft, context: ExchangeContext, say: (text: string) => void): When[] {
  if (spec.kind === 'start') {
    say('cron runs it when the computer starts, Belfry when Belfry starts.');
    return [{ text: '@reboot', zone: context.here }];
  }
  if (spec.kind !== 'cron' && spec.kind !== 'interval') return noSuchTrigger(spec);
  return calendarRules(spec, job, context, false, say).map((rule) => {
    // With or without a star cron goes through changes of clocks by another rule.
    const texts = [vixieText(rule), vixieText(rule, false)] as const;
    const alike = texts.find((one) => ringsAlike(rule, vixieRule(one), context.now));
    const text = alike ?? texts[0];
    if (alike === undefined) say('At a change of clocks cron rings it by its own rule, which is another.');
    return { text, zone: rule.zone };
  });
}

/** Five fields that every cron reads. */
export function vixieText({ expression }: Pick<Rule, 'expression'>, star = true): string {
  const cron = parseCron(expression);
  if (cron.monthRules.length > 0 || cron.weekRules.length > 0) throw refuse('L, W and # are not known there.');
  // With a star in one of two day fields cron wants both to match.
  const both = !cron.anyDayOfMonth && !cron.anyWeekday;
  return [
    fieldText(cron.minutes, 0, 59, star),
    fieldText(cron.hours, 0, 23, star),
    cron.anyDayOfMonth ? '*' : fieldText(bitsOf(cron.daysOfMonth), 1, 31, !both),
    fieldText(bitsOf(cron.months), 1, 12),
    cron.anyWeekday ? '*' : fieldText(bitsOf(cron.weekdays), 0, 6, !both),
  ].join(' ');
}

/** cron rings by the time that passes where minute or hour begin with a star, else by the clock on the wall. */
function vixieRule(text: string): DaylightSaving {
  return text
    .split(' ')
    .slice(0, 2)
    .some((field) => field.startsWith('*'))
    ? { gap: 'skip', repeat: 'both' }
    : { gap: 'after', repeat: 'once' };
}

function commandText(job: JobDraft, context: ExchangeContext, say: Say): string {
  const variables = variablesOf(job).map(([name, value]) => `${name}=${quote(value)}`);
  const folder = job.workingDirectory;
  const line = [
    ...(variables.length > 0 ? [`export ${variables.join(' ')}; `] : []),
    ...(folder === null ? [] : [`cd ${quote(folder)} || exit; `]),
    lineOf(callOf(job, context.shell, say)),
  ].join('');
  return onOneLine(line);
}

/** cron ends a command at a line feed and at `%`; what `\%` cannot say is handed over by printf. */
function onOneLine(line: string): string {
  if (!/[\n\r]|\\%/.test(line)) return line.replaceAll('%', '\\%');
  const text = line
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('%', '\\0045')
    .replaceAll("'", "'\\''");
  return `eval "$(printf '\\%b' '${text}')"`;
}
