import { opened } from '../../lib/server/gates.js';

export const load = async (event) => {
	await opened(event);
	return { slow: true };
};
