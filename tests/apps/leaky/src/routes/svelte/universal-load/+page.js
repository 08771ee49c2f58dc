const seen = [];

/** The event of a load has functions of lissome's own, which all renders have in common. */
export async function load({ url, depends, tracing, fetch }) {
	const before = [seen.join(), depends.user, tracing.root.setAttribute.user, fetch.user, [].user].join();
	const user = url.searchParams.get('user');
	seen.push(user);
	for (const target of [depends, tracing.root.setAttribute]) {
		try {
			target.user = user;
		} catch {
			// frozen, like all of lissome's own
		}
	}
	fetch.user = user;
	Array.prototype.user = user;
	await new Promise((resolve) => setTimeout(resolve, 5));
	return { before, after: [seen.join(), [].user].join() };
}
