/** As before, but twice: 2 ** depth pages. */
async function attack(size, fetch) {
	const ask = () => fetch(`/hostile/slices/fetches_itself_twice?size=${size + 1}`);
	const answers = await Promise.all([ask(), ask()]);
	return answers.map((answer) => answer.status).join();
}

export async function load({ url, fetch }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 0), fetch) };
}
