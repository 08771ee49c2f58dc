// How often something ran for a visitor: each one has a cookie of its own.
const counts = new Map();

export function count(event, what) {
	const key = `${event.cookies.get('visitor')} ${what}`;
	counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts.get(key);
}
