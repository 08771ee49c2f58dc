import address from '#lib/bundled/data.json?url&no-inline';

export async function load({ fetch }) {
	const response = await fetch(address);
	const { entries } = await response.json();
	return { address, entries: entries.length };
}
