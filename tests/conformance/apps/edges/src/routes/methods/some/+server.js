const handler = ({ request }) => new Response(request.method, { headers: { 'content-type': 'text/plain' } });

export const GET = handler;
export const POST = handler;
export const PUT = handler;
export const OPTIONS = handler;
export const HEAD = handler;
