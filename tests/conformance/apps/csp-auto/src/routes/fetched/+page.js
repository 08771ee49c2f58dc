export const load = async ({ fetch }) => ({ got: await (await fetch('/api')).text() });
