export const POST = () => new Response('endpoint');
