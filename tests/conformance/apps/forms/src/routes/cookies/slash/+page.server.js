export const trailingSlash = 'always';

export const load = ({ cookies }) => cookies.set('here', '1', { path: '' });
