// Windows on one display take the focus from each other: each worker has its own.
const displays = process.env.BELFRY_TEST_DISPLAYS?.split(' ');
if (displays) process.env.DISPLAY = displays[(Number(process.env.VITEST_POOL_ID) - 1) % displays.length];
