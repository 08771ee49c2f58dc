/** @import { Plugin } from 'vite' */
import { SSR } from './environment.js';

const TYPEOF = /\btypeof(?:\s+require\b(?!\s*[.([])|\s*\(\s*require\s*\))/g;

/**
 * `typeof require` is that of an ES module, which sees none. Rolldown puts a function of its own into the place of
 * `require`, and libraries would take V8 for Node.
 *
 * @param {string} code
 */
export const without_require = (code) => code.replace(TYPEOF, '"undefined"');

/** @returns {Plugin} */
export function typeof_require_plugin() {
	return {
		name: 'lissome:typeof-require',
		transform: {
			filter: { code: TYPEOF },
			handler(code) {
				if (this.environment.name === SSR) return { code: without_require(code), map: null };
			}
		}
	};
}
