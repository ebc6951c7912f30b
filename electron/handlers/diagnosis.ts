import type { Handlers } from '#contract/api.ts';
import type { Check } from '#contract/diagnosis.ts';
import { isTimeZone } from '#contract/time.ts';
import type { Application } from './application.ts';
import { backupList } from './backups.ts';

/** Wall and monotonic clock may part this much since the start (ms) before it is worth a word. */
const DRIFT_MS = 2_000;
/** No computer that runs this version has a right clock before it. */
const BORN = Date.UTC(2026, 0, 1);

/** `app.diagnose`: what could keep Belfry from its work, and what to do about it. */
export function diagnosisHandlers(app: Application): Pick<Handlers, 'app.diagnose'> {
  const { clock } = app;
  const since = { wall: clock.now(), awake: clock.monotonic() };
  return {
    'app.diagnose': async () => {
      const checks = [
        scheduler(app),
        await ledger(app),
        clockCheck(app, since),
        zone(app),
        shell(app),
        await backups(app),
        ...(await app.desktop.checks()),
      ];
      return { checks, report: reportText(app, checks) };
    },
  };
}

function scheduler({ scheduler: engine, roster }: Application): Check {
  const name = 'Scheduler';
  if (engine.problem !== null)
    return { name, state: 'failed', found: engine.problem, advice: 'Make room on the disk, then look again.' };
  if (!engine.isOn)
    return { name, state: 'warning', found: 'It is off: nothing rings.', advice: 'Switch it on in Settings, General.' };
  return { name, state: 'ok', found: `It rings for ${roster.jobs.size} jobs.`, advice: null };
}

async function ledger({ store }: Application): Promise<Check> {
  const name = 'Ledger';
  const { problems, bytes } = await store.integrity();
  const found = `${(bytes / 1024 ** 2).toFixed(1)} MB, checked and whole.`;
  return problems.length === 0
    ? { name, state: 'ok', found, advice: null }
    : {
        ...{ name, state: 'failed', found: `It is damaged: ${problems.slice(0, 3).join('; ')}.` },
        advice: 'Restore the latest backup. The damaged file is kept beside it.',
      };
}

function clockCheck({ clock }: Application, since: { wall: number; awake: number }): Check {
  const name = 'Clock';
  const apart = clock.now() - since.wall - (clock.monotonic() - since.awake);
  if (clock.now() < BORN)
    return {
      name,
      state: 'failed',
      found: 'It is years behind.',
      advice: 'Set the clock; let it follow a time server.',
    };
  const found =
    Math.abs(apart) < DRIFT_MS
      ? 'It has run evenly since Belfry started.'
      : `It has moved by ${Math.round(apart / 1000)} s against time passed since Belfry started: sleep, or set by hand.`;
  return { name, state: 'ok', found, advice: null };
}

function zone(app: Application): Check {
  const name = 'Time zone';
  const set = app.settings().zone;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const rules = process.versions.tz ? `, rules of ${process.versions.tz}` : '';
  if (set !== null && !isTimeZone(set))
    return { name, state: 'failed', found: `${set} is not known.`, advice: 'Choose another in Settings, Time.' };
  if (set !== null && set !== here)
    return { name, state: 'ok', found: `${set}, by the settings; the computer is in ${here}${rules}.`, advice: null };
  return { name, state: 'ok', found: `${here}${rules}.`, advice: null };
}

function shell({ environment }: Application): Check {
  const name = 'Shell environment';
  const { problem, count, shell: source } = environment.state;
  return problem === null
    ? { name, state: 'ok', found: `${count} variables from ${source}.`, advice: null }
    : { name, state: 'warning', found: problem, advice: 'Jobs see the environment of the desktop until it is mended.' };
}

async function backups(app: Application): Promise<Check> {
  const name = 'Backups';
  const { problem, dailyAt } = await backupList(app);
  if (problem !== null)
    return { name, state: 'warning', found: problem, advice: 'Choose another folder in Settings, or make room in it.' };
  if (!app.settings().backup.daily) return { name, state: 'ok', found: 'None is made by itself.', advice: null };
  const hours = dailyAt === null ? null : Math.max(0, Math.round((app.clock.now() - dailyAt) / 3_600_000));
  const found = hours === null ? 'The first one is still to be made.' : `The latest is ${hours} h old.`;
  return { name, state: 'ok', found, advice: null };
}

function reportText({ version, dataFolder, desktop }: Application, checks: Check[]): string {
  const { electron = 'none', node, chrome = 'none' } = process.versions;
  const { system, home } = desktop.computer();
  const lines = [
    `Belfry ${version}`,
    `Electron ${electron}, Node ${node}, Chromium ${chrome}`,
    system,
    ...checks.map(({ name, state, found }) => `${name}: ${state}. ${found}`),
  ];
  // Paths tell who somebody is.
  return lines.join('\n').replaceAll(dataFolder, '(data folder)').replaceAll(home, '~');
}
