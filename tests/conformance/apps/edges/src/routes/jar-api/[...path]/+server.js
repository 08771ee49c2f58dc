import { run } from '#lib/server/jar.js';

export const GET = (event) => Response.json(run(event));
