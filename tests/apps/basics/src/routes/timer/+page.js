/** Universal, without server data: waits for a timer. */
export async function load({ setHeaders, depends }) {
	depends('app:timer');
	setHeaders({ 'x-universal': 'yes' });
	const value = await new Promise((done) => setTimeout(done, 20, 'waited'));
	return { value };
}
