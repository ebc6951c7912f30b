/** Stands where a value, or a part of one, is not kept because it may be secret. */
export const MASKED = '••••••';
