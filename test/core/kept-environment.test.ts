import { expect, it } from 'vitest';
import { keptEnvironment, keptVariables } from '#core/kept-environment.ts';

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

it('says which variables were of one run only, and keeps those as they were written too', () => {
  const variables = [
    { name: 'A', value: 'changed', from: 'job' as const },
    { name: 'B', value: 'as ever', from: 'job' as const },
    { name: 'C', value: '••••••', from: 'job' as const },
  ];
  const own = { A: 'before', B: 'as ever' };
  const ofRun = { A: 'changed', C: '${secret:c}' };
  expect(keptEnvironment({ variables, workingDirectory: '/', shell: null }, own, ofRun).variables).toEqual([
    { name: 'A', value: 'changed', from: 'run' },
    { name: 'B', value: 'as ever', from: 'job' },
    { name: 'C', value: '${secret:c}', from: 'run' },
  ]);
});

it('keeps the variables of one run as far as they may be shown', () => {
  const given = { STAGE: 'live', NOTE: 'says hush-hush', API_TOKEN: 'abc', PW: '${secret:db}', EMPTY_TOKEN: '' };
  expect(keptVariables(given, (text) => text.replaceAll('hush-hush', '••••••'))).toEqual({
    ...{ STAGE: 'live', NOTE: 'says ••••••', API_TOKEN: '••••••', PW: '${secret:db}', EMPTY_TOKEN: '' },
  });
});
