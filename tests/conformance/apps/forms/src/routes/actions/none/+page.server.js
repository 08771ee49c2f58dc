export const load = () => ({ here: true });
