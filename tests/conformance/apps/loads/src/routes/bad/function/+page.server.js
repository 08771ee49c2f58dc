export const load = () => ({ fn: () => 1 });
