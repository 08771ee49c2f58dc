import { open } from '../../../lib/server/gates.js';

export const GET = (event) => {
	open(event);
	return new Response(null, { status: 204 });
};
