import { run } from '#lib/server/jar.js';

export const load = (event) => ({ done: run(event) });
