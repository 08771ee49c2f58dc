export const load = () => ({ server: true });
