export const config = { runtime: 'of some adapter', regions: ['everywhere'] };
export const load = () => ({ configured: true });
