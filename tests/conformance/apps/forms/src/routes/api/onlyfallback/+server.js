export const fallback = ({ request }) => new Response(`fallback for ${request.method}`);
