export const name = 'part b';
