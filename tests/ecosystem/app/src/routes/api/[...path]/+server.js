import { error } from '@sveltejs/kit';
import answers from '#lib/answers.json';

// kit's own json() would say the length, which lissome does not tell universal loads of answers of the app itself
const json = (value) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });

/** The answer of every service that a page asks. */
export const fallback = async ({ params, request, url }) => {
	if (params.path === 'echo') return json({ method: request.method, query: url.search, body: await request.text() });
	if (!(params.path in answers)) error(404, `no answer for ${params.path}`);
	return json(answers[params.path]);
};
