import { resolve } from '$app/paths';

export const load = async ({ fetch }) => ({ got: await (await fetch(resolve('/api'))).text() });
