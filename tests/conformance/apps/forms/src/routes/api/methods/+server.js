const answer = async ({ request, url }) =>
	Response.json({ method: request.method, query: url.search, body: await request.text() });

export const GET = answer;
export const POST = answer;
export const PUT = answer;
export const PATCH = answer;
export const DELETE = answer;
export const OPTIONS = answer;
export const QUERY = answer;
