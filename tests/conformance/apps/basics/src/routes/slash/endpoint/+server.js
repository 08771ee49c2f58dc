export const trailingSlash = 'always';

export const GET = ({ url }) => new Response(url.pathname);
