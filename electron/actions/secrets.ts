import { type Action, SECRET_FIELDS } from '#contract/action.ts';
import { replaceSecrets } from '#contract/secret.ts';
import type { ActionContext, OutputMasker, SecretKeeper, Secrets } from '#core/ports.ts';
import { Masker, maskText } from './masker.ts';
import { type PatternTable, patternTable } from './pattern-table.ts';
import { formsOf } from './secret-forms.ts';

/** Puts secrets in and takes them out again; what to look for is worked out anew whenever a secret changes. */
export function createSecrets(keeper: SecretKeeper): Secrets {
  let known: readonly string[] = [];
  let table: PatternTable = patternTable([]);
  const current = () => {
    if (keeper.values !== known) {
      known = keeper.values;
      table = patternTable(
        [...new Set(known.flatMap((value) => [...formsOf(value)]))].map((form) => Buffer.from(form)),
      );
    }
    return table;
  };
  return {
    resolve: (text) => replaceSecrets(text, keeper.value),
    mask: (text) => maskText(current(), text),
    masker: (write): OutputMasker =>
      current().longest === 0 ? { write, text: (said) => said, end: () => {} } : new Masker(current(), write),
  };
}

type Revealed = { action: Action; environment: ActionContext['environment'] };

/** The action and its environment with the secrets in place, where its kind takes them. @throws BelfryError */
export function reveal(action: Action, environment: ActionContext['environment'], { resolve }: Secrets): Revealed {
  if (action.kind === 'sql' && action.database.engine !== 'sqlite') {
    const database = { ...action.database, url: address(action.database.url) };
    return { action: { ...action, database }, environment: deep(environment) };
  }
  const fields: readonly string[] = SECRET_FIELDS[action.kind];
  const entries = Object.entries(action).map(([name, value]) => [name, fields.includes(name) ? deep(value) : value]);
  return { action: Object.fromEntries(entries), environment: deep(environment) };

  /** A part of an address is written as addresses have it; the whole of one is one already. */
  function address(url: string): string {
    return url.replace(/\$\{secret:[^}]*\}/g, (reference, at) =>
      at === 0 ? resolve(reference) : encodeURIComponent(resolve(reference)),
    );
  }

  function deep<T>(value: T): T;
  function deep(value: unknown): unknown {
    if (typeof value === 'string') return resolve(value);
    if (Array.isArray(value)) return value.map((inner) => deep(inner));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner)]));
  }
}
