const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({ page: later('page', 10) });
