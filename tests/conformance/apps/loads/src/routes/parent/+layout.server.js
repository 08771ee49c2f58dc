export const load = async ({ parent }) => ({ one: 1, shared: 'layout', from: Object.keys(await parent()) });
