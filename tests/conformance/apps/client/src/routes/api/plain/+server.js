export const GET = () => new Response('plain words', { headers: { 'content-type': 'text/plain' } });
