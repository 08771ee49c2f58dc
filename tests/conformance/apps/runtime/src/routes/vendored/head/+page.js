import head from '#lib/vendor/head.js';
import { show } from '#lib/tell.js';

export const load = () => ({ told: show([head.version, head.kind, typeof globalThis.RuntimeHead]) });
