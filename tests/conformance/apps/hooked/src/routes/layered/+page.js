export const load = async ({ parent }) => ({ parent: await parent() });
