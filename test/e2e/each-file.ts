import { afterEach } from 'vitest';
import { tellFailure } from './on-failure.ts';

// Windows on one display take the focus from each other: each worker has its own.
const displays = process.env.BELFRY_TEST_DISPLAYS?.split(' ');
if (displays) process.env.DISPLAY = displays[(Number(process.env.VITEST_POOL_ID) - 1) % displays.length];

// For files whose window outlives a test; others ask when they close theirs.
afterEach(tellFailure);
