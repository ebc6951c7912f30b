import { homedir } from 'node:os';
import { join } from 'node:path';
import type { MailAccount } from '#contract/mail.ts';
import { createExecutor, type ExecutorOptions } from './index.ts';
import { createMailer } from './mail.ts';
import { createNotify } from './notify.ts';
import { sweepScripts } from './script.ts';
import { createSecrets } from './secrets.ts';
import { keepEnvironment } from './user-environment.ts';

export interface ActingParts
  extends Pick<ExecutorOptions, 'functionHost' | 'sqlHost' | 'nodePath' | 'sharedVariables'> {
  dataFolder: string;
  keeper: Parameters<typeof createSecrets>[0];
  mailAccount: () => MailAccount | null;
}

/** Puts together what jobs and notices act with: environment, secrets, kinds of jobs, mail. Takes away what a crash left. */
export async function createActing({ dataFolder, keeper, mailAccount, ...programs }: ActingParts) {
  const environment = keepEnvironment();
  const secrets = createSecrets(keeper);
  const jobsFolder = join(dataFolder, 'jobs');
  await sweepScripts(jobsFolder);
  const sendMail = createMailer(() => environment.variables, secrets.resolve);
  return {
    ...{ environment, secrets, jobsFolder, sendMail },
    execute: createExecutor({
      ...{ ...programs, jobsFolder, secrets, mailAccount, homeFolder: homedir() },
      baseEnvironment: () => environment.variables,
    }),
    notify: createNotify({ sendMail, mailAccount, reveal: secrets.resolve }),
  };
}
