/** Orders something, and only then changes a builtin: that is refused at first, and the page made once more. */
export async function load({ fetch }) {
	const order = () => fetch('http://shop.example/orders', { method: 'POST', body: String(Math.random()) });
	const [first, second] = await Promise.all([order(), order()]);
	Array.prototype.ordered = await first.text();
	return { ordered: [].ordered, second: await second.text() };
}
