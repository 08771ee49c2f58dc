/** What a server load does, as the query asks: `?ps=slow,header,error`. */
import { error, redirect } from '@sveltejs/kit';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const after = async (ms, end) => {
	await wait(ms);
	return end();
};

const actions = {
	slow: () => wait(20),
	slower: () => wait(60),
	error: ({ place }) => error(410, `gone at ${place}`, { place }),
	throw: ({ place }) => {
		throw new Error(`secret of ${place}`);
	},
	redirect: ({ place }) => redirect(307, `/only?from=${place}`),
	header: ({ event, place }) => event.setHeaders({ [`x-${place}`]: 'set' }),
	same: ({ event, place }) => event.setHeaders({ 'x-same': place }),
	timing: ({ event, place }) => event.setHeaders({ 'Server-Timing': `${place};dur=1` }),
	cookie: ({ event, place }) => event.cookies.set('load', place),
	parent: async ({ event, made }) => {
		made.parent = await event.parent();
	},
	catchparent: async ({ event, made }) => {
		try {
			made.parent = await event.parent();
		} catch (reason) {
			made.caught = reason.status ?? 'unknown';
		}
	},
	twice: async ({ event, made }) => {
		made.twice = (await event.parent()) === (await event.parent());
	},
	stream: ({ made, place }) => {
		made.late = after(80, () => place);
	},
	streamparent: ({ event, made }) => {
		made.late = event.parent().then((data) => Object.keys(data).sort());
	},
	streamerror: ({ made, place }) => {
		made.late = after(80, () => error(402, `late ${place}`, { place }));
	},
	streamredirect: ({ made }) => {
		made.late = after(80, () => redirect(303, '/only'));
	},
	streamthrow: ({ made }) => {
		made.late = after(80, () => {
			throw new Error('secret');
		});
	},
	flags: ({ event, made }) => {
		made.flags = [event.isDataRequest, event.isSubRequest, event.isRemoteRequest, event.route.id, { ...event.params }];
		made.url = event.url.href;
	},
	members: ({ made }) => {
		made.members = true;
	},
	depends: ({ event, place }) => event.depends(`app:${place}`, 'app:shared'),
	fetch: async ({ event, made, place }) => {
		made.fetched = await (await event.fetch(`/echo?from=${place}`)).json();
	},
	relative: async ({ event, made, place }) => {
		made.fetched = await (await event.fetch(`echo?from=${place}`)).status;
	}
};

export async function steps(event, place) {
	const made = { [`at_${place}`]: true, shared: place };
	const query = event.untrack(() => event.url.searchParams.get(place));
	for (const step of (query ?? '').split(',').filter(Boolean)) {
		if (step === 'nothing') return;
		if (step === 'null') return null;
		await actions[step]({ event, place, made });
	}
	return made;
}
