export const GET = ({ url }) => Response.json({ path: url.pathname });
export const POST = GET;
