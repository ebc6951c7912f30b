import type { EnvironmentState } from '#contract/run.ts';
import type { UserEnvironment } from '#core/ports.ts';
import { processEnvironment } from './child-environment.ts';
import { loginEnvironment, type ProbeOptions } from './environment.ts';

export type KeptEnvironment = UserEnvironment & {
  /** What jobs get below their own variables. */
  readonly variables: Record<string, string>;
};

/** The user's environment as last found; Belfry's own until then, and where nothing could be found. */
export function keepEnvironment(options: ProbeOptions = {}): KeptEnvironment {
  let variables = processEnvironment();
  let found = false;
  let state: EnvironmentState = { count: Object.keys(variables).length, shell: '', ms: 0, problem: null };
  let looking: Promise<EnvironmentState> | null = null;

  async function look(): Promise<EnvironmentState> {
    const answer = await loginEnvironment(options);
    if (answer.variables) {
      variables = answer.variables;
      found = true;
    }
    const kept = found ? 'Jobs keep the environment found before.' : "Jobs have Belfry's own environment.";
    const problem = answer.problem === null ? null : `${answer.problem} ${kept}`;
    state = { count: Object.keys(variables).length, shell: answer.shell, ms: answer.ms, problem };
    return state;
  }

  return {
    get variables() {
      return variables;
    },
    get state() {
      return state;
    },
    // Whoever asks during a look gets its answer.
    refresh: () => {
      looking ??= look().finally(() => {
        looking = null;
      });
      return looking;
    },
  };
}
