export const GET = ({ getClientAddress }) => new Response(getClientAddress(), { headers: { 'content-type': 'text/x' } });
