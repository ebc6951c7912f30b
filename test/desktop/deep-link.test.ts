import { describe, expect, it } from 'vitest';
import { linkAmong, placeOf } from '#desktop/deep-link.ts';

const findJob = async (ref: string) => (ref === 'Nightly backup' || ref === '7' ? { id: 7 } : null);

describe('links to Belfry', () => {
  it.each([
    ['belfry://job/Nightly%20backup', '/jobs/7'],
    ['belfry://job/7/', '/jobs/7'],
    ['belfry://job/nobody', '/jobs?filter=nobody'],
    ['belfry://job/no%26body=%C3%BC%20%23', '/jobs?filter=no%26body%3D%C3%BC%20%23'],
    ['BELFRY://Job/Nightly%20backup', '/jobs/7'],
    ['belfry://HISTORY', '/history'],
    ['belfry://job/', '/jobs'],
    ['belfry://job/%E0%A4%A', '/jobs'],
    ['belfry://run/42', '/history?run=42'],
    ['belfry://run/42%26run=1', '/history'],
    ['belfry://run/../../settings', '/history'],
    ['belfry://history', '/history'],
    ['belfry://settings/', '/settings'],
    ['belfry://elsewhere/x', '/'],
    ['belfry://', '/'],
  ])('%s opens %s', async (link, place) => {
    expect(await placeOf(link, findJob)).toBe(place);
  });

  it('are found among the arguments of a start', () => {
    expect(linkAmong(['/opt/Belfry/belfry', '--data', '/d', 'BELFRY://job/x'])).toBe('BELFRY://job/x');
    expect(linkAmong(['/opt/Belfry/belfry', '--data', 'belfry'])).toBeUndefined();
  });
});
