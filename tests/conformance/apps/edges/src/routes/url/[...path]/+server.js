export const GET = ({ url, params }) =>
	Response.json({ href: url.href, search: url.search, query: [...url.searchParams], params: { ...params } });
