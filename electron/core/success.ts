import type { SuccessRule } from '#contract/policy.ts';
import type { Outcome } from './ports.ts';

/** What is wrong with an attempt that ended by itself, in one sentence; null when it succeeded. */
export function fault(outcome: Outcome, rule: SuccessRule, output: string): string | null {
  if (outcome.signal !== null) return outcome.error ?? `Ended by signal ${outcome.signal}.`;
  // An action without a process has no exit code: it failed when it says so.
  if (outcome.exitCode === null) {
    if (outcome.error !== null) return outcome.error;
  } else if (!rule.exitCodes.includes(outcome.exitCode)) {
    return outcome.exitCode === 0
      ? `Exit code 0, but success is ${rule.exitCodes.join(', ')}.`
      : (outcome.error ?? `Exit code ${outcome.exitCode}.`);
  }
  if (rule.mustMatch !== null && !new RegExp(rule.mustMatch, 'm').test(output)) {
    return `The output does not match /${rule.mustMatch}/.`;
  }
  if (rule.mustNotMatch !== null && new RegExp(rule.mustNotMatch, 'm').test(output)) {
    return `The output matches /${rule.mustNotMatch}/, which it must not.`;
  }
  return null;
}

/** Whether `fault` needs to see the output at all. */
export function readsOutput(rule: SuccessRule): boolean {
  return rule.mustMatch !== null || rule.mustNotMatch !== null;
}
