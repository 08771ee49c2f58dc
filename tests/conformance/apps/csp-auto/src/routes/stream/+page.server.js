export const load = () => ({ late: new Promise((done) => setTimeout(() => done('late'), 10)) });
