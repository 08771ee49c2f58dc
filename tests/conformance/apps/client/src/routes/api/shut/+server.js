import { shut } from '../../../lib/server/gates.js';

export const GET = (event) => {
	shut(event);
	return new Response(null, { status: 204 });
};
