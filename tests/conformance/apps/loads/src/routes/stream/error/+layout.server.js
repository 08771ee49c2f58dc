const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({ layout: later('from the layout', 10) });
