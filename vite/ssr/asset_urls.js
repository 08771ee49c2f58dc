/** @import { Plugin } from 'vite' */
import { SSR } from './environment.js';

/**
 * Resolves `new URL('./photo.jpg', import.meta.url)` in modules for V8. Vite gives such files an address in the
 * browser's modules only; the same address has to be in the rendered page, or hydration finds another one.
 *
 * @returns {Plugin}
 */
export function asset_urls_plugin() {
	return {
		name: 'lissome:asset-urls',
		transform: {
			filter: { code: /new\s+URL[^]*import\.meta\.url/ },
			handler(code, id) {
				if (this.environment.name !== SSR) return;
				const plugins = this.environment.getTopLevelConfig().plugins;
				const transform = plugins.find(({ name }) => name === 'vite:asset-import-meta-url')?.transform;
				if (typeof transform === 'object') return transform.handler.call(this, code, id);
			}
		}
	};
}
