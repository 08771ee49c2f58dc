export const session = $state({ user: '' });
