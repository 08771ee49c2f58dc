export const GET = () => Response.json({ some: '</script>' });
