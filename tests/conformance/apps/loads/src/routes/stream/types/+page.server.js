const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({
	date: later(new Date(0), 10),
	set: later(new Set([1, 2]), 30),
	nothing: later(null, 50),
	big: later(2n ** 70n, 70)
});
