export const ssr = false;
export const load = async ({ fetch }) => ({ number: await (await fetch('/api/number')).json() });
