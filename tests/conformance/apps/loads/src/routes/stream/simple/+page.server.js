const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = () => ({ now: 1, later: later('<late>', 10) });
