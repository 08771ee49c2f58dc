const answer = ({ request }) => new Response(`endpoint ${request.method}`);

export const GET = answer;
export const POST = answer;
export const PUT = answer;
