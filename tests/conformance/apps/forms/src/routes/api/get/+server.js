export const GET = () => new Response('got', { headers: { 'x-made-by': 'GET' } });
