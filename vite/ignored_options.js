/** @import { Config } from '@sveltejs/kit/vite' */

/** options of SvelteKit's that lissome accepts and does nothing with: what lissome lacks, by option */
const WITHOUT_EFFECT = {
	prerender: 'prerendering',
	serviceWorker: 'service workers',
	tracing: 'tracing',
	embedded: 'embedded apps'
};

/** the settings of the server: `Settings` in src/lissome/settings.py */
const SETTINGS = new Set([
	'render_timeout',
	'render_wall_timeout',
	'render_heap_mb',
	'request_timeout',
	'stream_timeout',
	'body_size_limit',
	'form_fields_limit',
	'trusted_proxies',
	'proxy_headers',
	'security_headers',
	'cache_url',
	'openapi',
	'mount',
	'guard',
	'name'
]);

/**
 * Say which options of an app do nothing, one line each.
 *
 * @param {Config} config
 * @returns {string[]}
 */
export function ignored_options(config) {
	const given = Object.entries(WITHOUT_EFFECT).filter(([key]) => key in config);
	const lines = given.map(([key, what]) => without_effect(key, what));
	if (config.experimental?.remoteFunctions) {
		lines.push(without_effect('experimental.remoteFunctions', 'remote functions'));
	}
	return lines;
}

/**
 * @param {string} key
 * @param {string} what
 */
const without_effect = (key, what) =>
	`vite.config.js: ${key} in lissome() has no effect, because lissome has no ${what} yet: leave it out.`;

/**
 * Refuse files in other places than those that Python reads. A `guard.py` would protect nothing there.
 *
 * @param {Config} config
 */
export function refuse_moved_files({ files = {} }) {
	const hooks = /** @type {Record<string, string> | undefined} */ (files.hooks);
	for (const [key, place, moved] of [
		['src', 'src', files.src],
		['routes', 'src/routes', files.routes],
		['hooks.server', 'src/hooks.server.py', hooks?.server]
	]) {
		if (moved !== undefined) {
			throw new Error(
				`vite.config.js: files.${key} in lissome() is not possible, because Python reads ${place} only. Leave it out.`
			);
		}
	}
}

/**
 * Refuse settings of the server, which SvelteKit's plugin would hand on to Svelte's.
 *
 * @param {object} config
 */
export function refuse_settings(config) {
	for (const key of Object.keys(config)) {
		const name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
		if (SETTINGS.has(name)) {
			throw new Error(
				`vite.config.js: ${key} in lissome() is a setting of the server: write ${name} = … below [tool.lissome] in pyproject.toml.`
			);
		}
	}
}
