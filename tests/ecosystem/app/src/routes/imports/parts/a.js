export const name = 'part a';
