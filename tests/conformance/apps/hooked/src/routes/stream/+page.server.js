const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({
	good: later('x', 10),
	bad: later(0, 30).then(() => {
		throw new Error('secret');
	})
});
