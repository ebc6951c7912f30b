import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { FilesSpec } from '#contract/trigger.ts';
import type { WatchFiles } from '#core/ports.ts';

/** A place where something changes without end still rings once in so many settle times. */
const LONGEST_BURST = 30;

interface Place {
  /** What is watched: the path itself, or the folder above a glob. */
  root: string;
  wanted: (path: string) => boolean;
}

/** Watches files with chokidar. What does not exist yet is noticed when it comes; what exists already is no change. */
export function createFileWatch(report: (error: unknown) => void): WatchFiles {
  return (spec, onChange) => {
    const burst = new Burst(spec, onChange);
    const watching = watchPaths(spec.paths, () => burst.grow(), report);
    watching.catch(report);
    return () => {
      burst.end();
      void watching.then((watcher) => watcher.close()).catch(report);
    };
  };
}

/** Most people have no job that watches files: what it takes is read with the first. */
async function watchPaths(paths: string[], onChange: () => void, report: (error: unknown) => void) {
  const [{ watch }, { default: picomatch }] = await Promise.all([import('chokidar'), import('picomatch')]);
  const places = paths.map((path) => placeOf(path, picomatch));
  const watcher = watch([...new Set(places.map(({ root }) => root))], { ignoreInitial: true, persistent: true });
  watcher.on('all', (_event, path) => {
    if (places.some(({ wanted }) => wanted(resolve(path)))) onChange();
  });
  watcher.on('error', report);
  return watcher;
}

function placeOf(path: string, picomatch: typeof import('picomatch')): Place {
  const full = absolute(path.trim());
  const { isGlob, base } = picomatch.scan(full.replaceAll('\\', '/'));
  if (!isGlob) return { root: full, wanted: (changed) => changed === full || changed.startsWith(join(full, '/')) };
  const matches = picomatch(full.replaceAll('\\', '/'), { dot: true });
  return { root: base, wanted: (changed) => matches(changed.replaceAll('\\', '/')) };
}

function absolute(path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? resolve(path) : join(homedir(), path);
}

/** A thousand changes in a row are one: it rings when all has been still for the settle time. */
class Burst {
  private timer: NodeJS.Timeout | null = null;
  private since = 0;

  constructor(
    private readonly spec: FilesSpec,
    private readonly onChange: () => void,
  ) {}

  grow(): void {
    const now = performance.now();
    if (this.timer === null) this.since = now;
    else clearTimeout(this.timer);
    const left = this.since + this.spec.settleMs * LONGEST_BURST - now;
    this.timer = setTimeout(() => this.ring(), Math.max(0, Math.min(this.spec.settleMs, left)));
  }

  end(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private ring(): void {
    this.timer = null;
    this.onChange();
  }
}
