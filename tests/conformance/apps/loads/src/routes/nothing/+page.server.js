export const load = () => {};
