let keys = 0;
/** Names rows that have no name of their own. */
export const newKey = () => ++keys;
