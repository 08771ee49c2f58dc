import { getRequestEvent } from '$app/server';

async function whoami() {
	await null;
	const { url, locals, route } = getRequestEvent();
	return [url.pathname, locals.trail, route.id];
}

export const load = async () => ({ me: await whoami() });
