const later = (value, ms) => new Promise((done) => setTimeout(() => done(value), ms));

export const load = async () => ({ slow: later('slow', 80), fast: later('fast', 10), middle: later('middle', 40) });
