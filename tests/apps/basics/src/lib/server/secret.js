export const secret = 'not for browsers';
