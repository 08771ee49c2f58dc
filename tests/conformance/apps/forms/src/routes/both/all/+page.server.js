export const actions = { default: () => ({ by: 'the action' }) };
