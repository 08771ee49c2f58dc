export const load = async ({ url }) => {
	await new Promise((done) => setTimeout(done, 20));
	return { waited: url.searchParams.get('n') };
};
