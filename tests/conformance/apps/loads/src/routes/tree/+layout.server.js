import { fall } from '#lib/server/fall.js';

export const load = async ({ url }) => {
	await fall(url, 'mid');
	return { mid: true };
};
