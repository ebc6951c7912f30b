import type { Policy } from '#contract/policy.ts';
import { refusals } from './refusal-text.ts';
import { spellDuration } from './spell.ts';
import { neededTime, optionalTime, refuse } from './typed.ts';

/** A job's rules, with those as typed that are written in words. */
export interface PolicyForm {
  policy: Policy;
  timeout: string;
  totalTimeout: string;
  retryDelay: string;
  retryCeiling: string;
  grace: string;
  /** Empty = any time. */
  catchUp: string;
  /** Codes with commas between. */
  exitCodes: string;
  idle: string;
  wait: string;
}

export function policyFormOf(policy: Policy): PolicyForm {
  const spelled = (ms: number | null) => (ms === null ? '' : spellDuration(ms));
  return {
    policy,
    timeout: spelled(policy.timeoutMs),
    totalTimeout: spelled(policy.totalTimeoutMs),
    retryDelay: spelled(policy.retry.delayMs),
    retryCeiling: spelled(policy.retry.ceilingMs),
    grace: spelled(policy.graceMs),
    catchUp: spelled(policy.catchUpWindowMs),
    exitCodes: policy.success.exitCodes.join(', '),
    idle: spelled(policy.conditions.idleMs),
    wait: spelled(policy.conditions.waitMs),
  };
}

/** The rules typed. @throws BelfryError naming the field */
export function policyOf(form: PolicyForm): Policy {
  const { policy } = form;
  const { retry } = policy;
  const delayMs = neededTime(form.retryDelay, 'policy.retry.delayMs');
  const ceilingMs = neededTime(form.retryCeiling, 'policy.retry.ceilingMs');
  const conditions = {
    ...policy.conditions,
    idleMs: optionalTime(form.idle, 'policy.conditions.idleMs'),
    waitMs: neededTime(form.wait, 'policy.conditions.waitMs'),
  };
  return {
    ...policy,
    conditions,
    timeoutMs: optionalTime(form.timeout, 'policy.timeoutMs'),
    totalTimeoutMs: optionalTime(form.totalTimeout, 'policy.totalTimeoutMs'),
    graceMs: neededTime(form.grace, 'policy.graceMs'),
    catchUpWindowMs: optionalTime(form.catchUp, 'policy.catchUpWindowMs'),
    // A wait that was made longer takes the longest with it; what was not touched stays as it is.
    retry: { ...retry, delayMs, ceilingMs: delayMs === retry.delayMs ? ceilingMs : Math.max(ceilingMs, delayMs) },
    success: { ...policy.success, exitCodes: exitCodesOf(form.exitCodes) },
  };
}

function exitCodesOf(typed: string): number[] {
  const codes = typed.split(/[\s,]+/).filter(Boolean);
  const isCode = (code: string) => /^\d{1,3}$/.test(code) && Number(code) <= 255;
  if (codes.length === 0 || !codes.every(isCode)) throw refuse(refusals.noCodes, 'policy.success.exitCodes');
  return codes.map(Number);
}
