const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({
	outer: later(null, 10).then(() => ({ name: 'outer', inner: later({ name: 'inner' }, 30) })),
	deep: { list: [later('in a list', 20)] }
});
