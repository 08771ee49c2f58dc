const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({ fn: later(() => 1, 10) });
