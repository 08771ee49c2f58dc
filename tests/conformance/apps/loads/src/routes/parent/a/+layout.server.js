export const load = () => ({ two: 2, shared: 'a' });
