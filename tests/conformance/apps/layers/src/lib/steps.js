/** What a universal load does, as the query asks: `?pu=slow,header,error`. */
import { error, redirect } from '@sveltejs/kit';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const actions = {
	slow: () => wait(20),
	slower: () => wait(60),
	error: ({ place }) => error(410, `gone at ${place}`, { place }),
	throw: ({ place }) => {
		throw new Error(`secret of ${place}`);
	},
	throwtext: ({ place }) => {
		throw `text of ${place}`;
	},
	redirect: ({ place }) => redirect(307, `/only?from=${place}`),
	header: ({ event, place }) => event.setHeaders({ [`x-${place}`]: 'set' }),
	same: ({ event, place }) => event.setHeaders({ 'x-same': place }),
	timing: ({ event, place }) => event.setHeaders({ 'Server-Timing': `${place};dur=1` }),
	parent: async ({ event, made }) => {
		made.parent = await event.parent();
	},
	lateparent: async ({ event, made }) => {
		made.parent = event.parent().then((data) => Object.keys(data));
	},
	data: ({ event, made }) => {
		made.data = event.data;
	},
	late: async ({ event, made }) => {
		made.late = await event.data.late;
	},
	latecaught: async ({ event, made }) => {
		made.late = await event.data.late.catch((reason) => ({ ...reason }));
	},
	pass: ({ event, made }) => Object.assign(made, event.data),
	instance: ({ made }) => {
		made.fn = () => 1;
		made.date = new Date(5);
	},
	stream: ({ made, place }) => {
		made[`stream_${place}`] = wait(5).then(() => place);
	},
	url: ({ event, made }) => {
		const { url, params, route } = event;
		made.url = [url.href, url.searchParams.size, params, route, url instanceof URL];
	},
	members: ({ event, made }) => {
		made.members = Object.keys(event).sort();
	},
	untrack: ({ event, made }) => {
		made.untracked = event.untrack(() => event.params);
	},
	fetch: async ({ event, made, place }) => {
		made.fetched = await (await event.fetch(`/echo?from=${place}`)).json();
	}
};

export async function steps(event, place) {
	const made = { [`at_${place}`]: true, shared: place };
	const wanted = (event.url.searchParams.get(place) ?? '').split(',').filter(Boolean);
	for (const step of wanted) {
		if (step === 'nothing') return;
		if (step === 'null') return null;
		await actions[step]({ event, place, made });
	}
	return made;
}
