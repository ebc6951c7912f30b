import { describe, expect, it } from 'vitest';
import { begin, run, shell } from './begin.ts';
import { secretsOf } from './kept-secrets.ts';

const sharedVariables = () => ({ REGION: 'north', LEVEL: 'all', TOKEN: '${secret:token}' });
const secrets = secretsOf({ token: 'never-shown' });

describe('variables of all jobs', () => {
  it('are there under those of the job itself, secrets among them', async () => {
    const line = 'echo "$REGION $LEVEL $TOKEN ${#TOKEN}"';
    const { out } = await run(shell(line), { sharedVariables, secrets, environment: { LEVEL: 'own' } });
    expect(out).toBe('north own •••••• 11\n');
  });

  it('are told apart from the job’s own in what an attempt was started with', async () => {
    const { handle } = begin(shell('true'), { sharedVariables, secrets, environment: { LEVEL: 'own' } });
    await handle.done;
    const from = (name: string) => handle.environment?.variables.find((one) => one.name === name);
    expect(from('REGION')).toEqual({ name: 'REGION', value: 'north', from: 'settings' });
    expect(from('LEVEL')).toEqual({ name: 'LEVEL', value: 'own', from: 'job' });
    expect(from('TOKEN')).toEqual({ name: 'TOKEN', value: '••••••', from: 'settings' });
    expect(from('HOME')?.from).toBe('login');
  });

  it('fail a job by name where they take a secret that is not there', async () => {
    const { error } = await run(shell('echo ran'), { sharedVariables, secrets: secretsOf({}) });
    expect(error).toBe('There is no secret token. Add it in Settings, Secrets.');
  });
});
