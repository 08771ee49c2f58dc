export const trailingSlash = 'always';

export const load = ({ url }) => ({ pathname: url.pathname });
