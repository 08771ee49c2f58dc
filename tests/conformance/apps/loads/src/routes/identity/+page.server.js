export const load = () => {
	const shared = { name: 'shared' };
	const loop = { name: 'loop' };
	loop.self = loop;
	const long = 'x'.repeat(200);
	return { a: shared, b: shared, list: [shared, loop], loop, texts: [long, long] };
};
