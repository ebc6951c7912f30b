/** What Electron, and npm where it started Belfry, set for themselves; and what only holds for one shell. */
const INTERNAL = /^(ELECTRON_|CHROME_|BELFRY_(?!DATA$)|(_|SHLVL|PWD|OLDPWD)$)/;
const OF_NPM = /^(npm_|NODE$|INIT_CWD$)/;

type Variables = Record<string, string>;

/** A job's environment: the user's own, then what the job sets. */
export function childEnvironment(base: Variables, own: Variables): Variables {
  const startedByNpm = base.npm_lifecycle_event !== undefined;
  const isInternal = (name: string) => INTERNAL.test(name) || (startedByNpm && OF_NPM.test(name));
  return over(Object.fromEntries(Object.entries(base).filter(([name]) => !isInternal(name))), own);
}

/** `base` with what `own` sets in its place: Windows knows one variable by any letter case. */
export function over(base: Variables, own: Variables): Variables {
  const taken = new Set(Object.keys(own).map(asNamed));
  return { ...Object.fromEntries(Object.entries(base).filter(([name]) => !taken.has(asNamed(name)))), ...own };
}

const asNamed = (name: string) => (process.platform === 'win32' ? name.toUpperCase() : name);

/** Reads a variable as the system would. */
export function variable(environment: Record<string, string>, name: string): string | undefined {
  return Object.entries(environment).find(([key]) => asNamed(key) === asNamed(name))?.[1];
}

/** Of this process, without what is undefined. */
export function processEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
