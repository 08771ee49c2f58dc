export const GET = () => new Response('GET itself');
export const fallback = ({ request }) => new Response(`fallback for ${request.method}`);
