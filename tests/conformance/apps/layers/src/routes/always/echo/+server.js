export const GET = ({ url, request, isSubRequest }) =>
	Response.json({ from: url.search, cookie: request.headers.get('cookie'), isSubRequest });
