export const HEAD = () => new Response(null, { headers: { 'x-made-by': 'HEAD' } });
export const GET = () => new Response('got', { headers: { 'x-made-by': 'GET' } });
