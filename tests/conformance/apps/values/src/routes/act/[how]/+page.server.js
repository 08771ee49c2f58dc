import { fail } from '@sveltejs/kit';
import { values } from '#lib/values.js';

export const load = ({ cookies }) => ({ seen: cookies.get('acted') ?? null });

export const actions = {
	give: ({ params, cookies }) => {
		cookies.set('acted', params.how);
		return values[params.how]();
	},
	wrap: ({ params }) => ({ value: values[params.how]() }),
	refuse: ({ params, url }) => fail(Number(url.searchParams.get('status') ?? 422), { value: values[params.how]() }),
	promise: () => ({ late: Promise.resolve(1) }),
	nan: () => NaN,
	minus: () => -0,
	big: () => 10n ** 20n,
	bytes: () => new Uint8Array(0),
	date: () => new Date(0),
	no: () => false,
	yes: () => true,
	set: () => new Set()
};
