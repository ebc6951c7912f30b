// What core needs from outside: each room that provides or uses some of it imports it from here.
export type * from './ports/actions.ts';
export type * from './ports/backups.ts';
export type * from './ports/history.ts';
export type * from './ports/jobs.ts';
export type * from './ports/output.ts';
export type * from './ports/processes.ts';
export type * from './ports/retention.ts';
export type * from './ports/secrets.ts';
export type * from './ports/settlement.ts';
export type * from './ports/store.ts';
export type * from './ports/surroundings.ts';
export type * from './ports/telling.ts';
export type * from './ports/time.ts';
// The one thing here that does something: every room has work that must not overlap.
export { turns } from './ports/turns.ts';
