export const GET = () => new Response('endpoint', { headers: { vary: 'X-Own' } });
