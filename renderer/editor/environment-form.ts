import { newKey } from './keys.ts';
import { refusals } from './refusal-text.ts';
import { refuse } from './typed.ts';

/** A variable as typed. */
export interface VariableText {
  key: number;
  name: string;
  value: string;
}

export const environmentRows = (variables: Record<string, string>): VariableText[] =>
  Object.entries(variables).map(([name, value]) => ({ key: newKey(), name, value }));

/** Variables by name, without rows left empty. @throws BelfryError for a name written twice */
export function environmentOf(typed: VariableText[]): Record<string, string> {
  const rows = typed.filter(({ name, value }) => name.trim() !== '' || value !== '');
  const names = rows.map(({ name }) => name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(refusals.variableTwice(twice), 'environment');
  return Object.fromEntries(rows.map(({ value }, at) => [names[at] ?? '', value]));
}
