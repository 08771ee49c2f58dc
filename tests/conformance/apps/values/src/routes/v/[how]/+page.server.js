import { values } from '#lib/values.js';

/** In an object, but for those that are one themselves. */
export const load = ({ params, url }) => {
	const value = values[params.how]();
	return url.searchParams.has('top') ? value : { value };
};
