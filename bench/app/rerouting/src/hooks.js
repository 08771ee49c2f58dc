/**
 * Loops before there is a route: for two addresses.
 *
 * @type {import('@sveltejs/kit/hooks').Reroute}
 */
export function reroute({ url }) {
	if (url.pathname === '/hostile/doors/reroute') for (;;);
	if (url.pathname === '/hostile/doors/reroute_builtin') {
		return `/${Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)}`;
	}
}
