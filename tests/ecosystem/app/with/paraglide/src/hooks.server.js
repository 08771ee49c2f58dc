import { paraglideMiddleware } from '#lib/paraglide/server.js';

export const handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, ({ request }) => {
		event.request = request;
		return resolve(event, { filterSerializedResponseHeaders: (name) => name === 'content-type' });
	});
