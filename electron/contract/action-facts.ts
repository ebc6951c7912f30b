import type { Action } from './action.ts';

/** Whether it starts a program, which can be given variables and told of them. */
export const startsProcess = ({ kind }: Action): boolean => kind !== 'http' && kind !== 'email';

/** An address as it may be shown: `postgres://user:••••@host/name`. */
export const withoutPassword = (url: string): string => url.replace(/^(\w+:\/\/[^/@:]*:)[^@/]*(?=@)/, '$1••••');
