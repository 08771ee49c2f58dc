const handler = ({ request }) => new Response(request.method, { headers: { 'content-type': 'text/plain' } });

export const QUERY = handler;
