export const load = () => ({ layout: 'root' });
