/** @import { Plugin } from 'vite' */
import { with_builtin_imports } from './builtin_requires.js';
import { SSR } from './environment.js';
import { without_require } from './typeof_require.js';

/**
 * Replaces what ES modules do with `require`.
 *
 * @returns {Plugin}
 */
export function require_plugin() {
	return {
		name: 'lissome:require',
		transform: {
			filter: { code: /\b(?:require|__require|createRequire)\b/ },
			handler(code) {
				if (this.environment.name !== SSR) return;
				const changed = with_builtin_imports(without_require(code));
				// positions stay as they are
				return changed === code ? undefined : { code: changed, map: null };
			}
		}
	};
}
