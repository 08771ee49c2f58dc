/** A function that calls itself again in the `finally` of each overflow. */
function attack(size) {
	const deeper = () => {
		try {
			return deeper();
		} finally {
			deeper();
		}
	};
	return deeper() + size;
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0)) };
}
