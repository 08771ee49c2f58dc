import { run } from '#lib/server/jar.js';

export const trailingSlash = 'always';
export const load = (event) => ({ done: run(event) });
