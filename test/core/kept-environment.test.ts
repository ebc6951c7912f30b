import { expect, it } from 'vitest';
import { keptEnvironment } from '#core/kept-environment.ts';

it('keeps of an environment what may be shown', () => {
  const from = 'login' as const;
  const { variables, ...rest } = keptEnvironment(
    {
      variables: [
        { name: 'PATH', value: '/bin:/opt/••••••', from },
        { name: 'GITHUB_TOKEN', value: 'abc', from },
        { name: 'EMPTY_PASSWORD', value: '', from },
        { name: 'DB', value: 'x-••••••', from: 'job' },
        { name: 'PGPASSWORD', value: 'hunter2', from: 'job' },
      ],
      ...{ workingDirectory: '/home/me', shell: '/bin/zsh' },
    },
    { DB: 'x-${secret:db}', PGPASSWORD: 'hunter2' },
  );
  expect(rest).toEqual({ workingDirectory: '/home/me', shell: '/bin/zsh' });
  expect(variables.map(({ name, value }) => `${name}=${value}`)).toEqual([
    'DB=x-${secret:db}',
    'EMPTY_PASSWORD=',
    'GITHUB_TOKEN=••••••',
    'PATH=/bin:/opt/••••••',
    'PGPASSWORD=••••••',
  ]);
});
