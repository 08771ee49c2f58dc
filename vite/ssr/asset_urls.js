/** @import { Plugin } from 'vite' */
import { SSR } from './environment.js';

/**
 * `new URL('./photo.jpg', import.meta.url)` in what V8 renders. Vite gives such files an address in the browser's
 * modules alone; the same has to stand in the page, or hydration finds another one.
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
				const transform = /** @type {any} */ (plugins.find(({ name }) => name === 'vite:asset-import-meta-url')?.transform);
				return transform?.handler.call(this, code, id);
			}
		}
	};
}
