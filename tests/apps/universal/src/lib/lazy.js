/** Imported when it is needed. */
export const kept = [];
