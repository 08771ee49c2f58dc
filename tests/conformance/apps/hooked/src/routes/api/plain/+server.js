export const GET = ({ locals, url }) => Response.json({ trail: locals.trail, path: url.pathname });
