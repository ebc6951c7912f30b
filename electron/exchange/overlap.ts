/** Whatever rings, rings: a run starts beside those that have not ended. As many as a job may have. */
export const TOGETHER = { mode: 'parallel', limit: 1000 } as const;
