const users = [];

export async function load({ url }) {
	const before = users.join();
	users.push(url.searchParams.get('user'));
	await new Promise((resolve) => setTimeout(resolve, 200));
	return { before, after: users.join() };
}
