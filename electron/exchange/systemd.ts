import type { JobDraftInput } from '#contract/job.ts';
import type { DaylightSaving } from '#contract/policy.ts';
import type { TimedSpec, TriggerSpec } from '#contract/trigger.ts';
import { isTimed } from '#contract/trigger.ts';
import { type ExchangeContext, Findings, gather, type Parsed, refuse, type Say } from './findings.ts';
import { OWN_RULE, ruleFor } from './instants.ts';
import { everySeconds } from './intervals.ts';
import { nameFrom } from './names.ts';
import { readOnCalendar } from './on-calendar.ts';
import { readService } from './service.ts';
import { all, isYes, last, readSpan, readUnits, type Unit } from './unit-file.ts';

/** Tried with systemd 252: a time that the clocks leave out is skipped, a repeated hour is passed once. */
export const SYSTEMD_RULE: DaylightSaving = { gap: 'skip', repeat: 'once' };
const PARTS = [
  'OnCalendar',
  'OnActiveSec',
  'OnBootSec',
  'OnStartupSec',
  'OnUnitActiveSec',
  'OnUnitInactiveSec',
] as const;

/** Timers with their services, in one text. */
export function parseSystemd(text: string, context: ExchangeContext): Parsed {
  const found = new Findings(context);
  const file = context.name?.split(/[/\\]/).at(-1) ?? '';
  const units = readUnits(text, /\.(timer|service)$/.test(file) ? file : 'unit.timer');
  const timers = [...units].filter(([, unit]) => PARTS.some((part) => all(unit, `Timer.${part}`).length > 0));
  for (const [name, unit] of timers) found.entry(name, (say) => draftsOf(name, unit, units, context, say));
  for (const [name] of units)
    if (name.endsWith('.timer') && !timers.some(([timer]) => timer === name))
      found.say(name, 'It names no time, so it never rings.', 'refused');
  return found;
}

/** A job, or one for each zone its times are in. */
function draftsOf(
  name: string,
  timer: Unit,
  units: Map<string, Unit>,
  context: ExchangeContext,
  say: Say,
): JobDraftInput[] {
  const bare = name.replace(/\.timer$/, '');
  const wanted = last(timer, 'Timer.Unit') ?? `${bare}.service`;
  // Both in one text without headers: one unit holds all.
  const service = units.get(wanted) ?? (timer.has('Service.ExecStart') ? timer : undefined);
  if (!service)
    throw refuse(`${wanted} is not in the text: give it together with the timer, or a folder that holds both.`);
  const work = readService(service, wanted, context, say);
  const triggers = triggersOf(name, timer, context, say);
  const zones = zonesOf(triggers, context.here);
  sayTimer(name, timer, triggers, say);
  if (zones.length > 1) say(name, `Its times are in ${zones.length} zones, and a job has one: it became as many jobs.`);
  const title = nameFrom(bare === 'unit' ? (last(timer, 'Unit.Description') ?? bare) : bare);
  return zones.map(({ zone, specs }, at) => ({
    ...work,
    name: at === 0 ? title : nameFrom(`${title} (${zone})`),
    description: last(service, 'Unit.Description') ?? last(timer, 'Unit.Description') ?? '',
    triggers: specs,
    zone: zone === context.zone || !specs.some(isTimed) ? null : zone,
    policy: {
      ...work.policy,
      missed: isYes(last(timer, 'Timer.Persistent')) ? 'once' : 'skip',
      ...(isYes(last(timer, 'Timer.Persistent')) && { catchUpWindowMs: null }),
      ...ruleOf(name, specs.filter(isTimed), zone, context, say),
    },
  }));
}

type Zoned = { spec: TriggerSpec; zone: string | null };

/** Triggers by their zone; those that are in none go with the first. */
function zonesOf(triggers: Zoned[], here: string): { zone: string; specs: TriggerSpec[] }[] {
  const named = [...new Set(triggers.flatMap(({ zone }) => zone ?? []))];
  const zones = named.length > 0 ? named : [here];
  return zones.map((zone, at) => ({
    zone,
    specs: triggers.filter((one) => (one.zone === null ? at === 0 : one.zone === zone)).map(({ spec }) => spec),
  }));
}

function ruleOf(name: string, specs: TimedSpec[], zone: string, { now }: ExchangeContext, say: Say): DaylightSaving {
  const rule = ruleFor(specs, zone, SYSTEMD_RULE, now);
  if (rule !== OWN_RULE)
    say(
      `${name}, change of clocks`,
      'As in systemd, it does not ring in the hour that the clocks leave out, and once in a repeated one; Belfry’s own rule is another.',
    );
  return rule;
}

function triggersOf(name: string, timer: Unit, context: ExchangeContext, say: Say): Zoned[] {
  const given = PARTS.flatMap((part) => all(timer, `Timer.${part}`).map((value) => ({ part, value })));
  const where = ({ part }: { part: string }) => `${name}, ${part}`;
  const triggers = gather(given, say, where, ({ part, value }): Zoned[] => {
    if (part !== 'OnCalendar')
      return [{ spec: monotonic(part, value, `${name}, ${part}`, context.now, say), zone: null }];
    const { specs, zone } = readOnCalendar(value, context.here);
    return specs.map((spec) => ({ spec, zone: spec.kind === 'cron' ? (zone ?? context.here) : null }));
  });
  const starts = triggers.filter(({ spec }) => spec.kind === 'start');
  return [...triggers.filter(({ spec }) => spec.kind !== 'start'), ...starts.slice(0, 1)];
}

/** Times counted from a start or from the last run. */
function monotonic(part: string, value: string, where: string, now: number, say: Say): TriggerSpec {
  const ms = readSpan(value);
  if (part === 'OnUnitInactiveSec') throw refuse('It counts from the end of the last run, and Belfry does not.');
  if (part !== 'OnUnitActiveSec') {
    say(where, `It rings when Belfry starts, without the delay of ${value}.`, 'times');
    return { kind: 'start' };
  }
  if (ms === null || ms < 1000 || ms % 1000 !== 0) throw refuse(`Every ${value} is no interval of whole seconds.`);
  say(where, 'systemd counts from the last start, Belfry from now on without a drift.', 'times');
  return everySeconds(ms / 1000, now);
}

function sayTimer(name: string, timer: Unit, triggers: Zoned[], say: Say): void {
  const key = (part: string) => last(timer, `Timer.${part}`);
  const delay = key('RandomizedDelaySec');
  if (delay !== undefined && readSpan(delay) !== 0)
    say(
      `${name}, RandomizedDelaySec`,
      `systemd waits up to ${/^\d+$/.test(delay) ? `${delay} s` : delay} at random; Belfry rings on time.`,
      'times',
    );
  if (isYes(key('WakeSystem'))) say(`${name}, WakeSystem`, 'Belfry does not wake a sleeping computer.', 'refused');
  for (const part of ['OnClockChange', 'OnTimezoneChange'])
    if (isYes(key(part))) say(`${name}, ${part}`, 'Belfry does not ring at a change of clock or zone.', 'refused');
  if (!isYes(key('Persistent')) && triggers.some(({ spec }) => spec.kind === 'cron'))
    say(
      `${name}, Persistent`,
      'What passes while the computer sleeps is let go; systemd rings once after it.',
      'times',
    );
}
