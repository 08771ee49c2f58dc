export const load = () => ({ universal: true });
