import type { Action } from '#contract/action.ts';
import { withoutPassword } from '#contract/action-facts.ts';
import type { TriggerSpec } from '#contract/trigger.ts';
import { wallTime } from '../ui/wall-time.ts';

/** What a job does in one line, e.g. its command. */
export function actionLine(action: Action): string {
  switch (action.kind) {
    case 'command':
      return action.run.by === 'shell'
        ? action.run.line
        : [action.run.program, ...action.run.args.map(quoted)].join(' ');
    case 'script':
      return action.text.trim();
    case 'sql':
      return `-- ${action.database.engine === 'sqlite' ? action.database.file : withoutPassword(action.database.url)}\n${action.statements.trim()}`;
    case 'http':
      return `${action.method} ${action.url}`;
    case 'email':
      return `To ${[...action.to, ...action.cc, ...action.bcc].join(', ')}`;
    case 'function':
      return `${action.module} ${action.export}(${action.args.map((one) => JSON.stringify(one)).join(', ')})`;
  }
}

const quoted = (argument: string) =>
  /[\s"'$`\\]|^$/.test(argument) ? `'${argument.replaceAll("'", `'\\''`)}'` : argument;

const SHORT = { second: 's', minute: 'min', hour: 'h', day: 'd', week: 'wk', month: 'mo', year: 'y' };

/** A trigger as a schedule is written: its cron expression, "every 3 h", a date. */
export function triggerCode(spec: TriggerSpec): string {
  switch (spec.kind) {
    case 'cron':
      return spec.expression;
    case 'interval':
      return `every ${spec.every} ${SHORT[spec.unit]}`;
    case 'once':
      return `${wallTime.day(spec.at)} ${wallTime.clock(spec.at)}`;
    case 'files':
      return spec.paths.join(' ');
    case 'after':
      return `on ${spec.on}`;
    default:
      return `on ${spec.kind}`;
  }
}
