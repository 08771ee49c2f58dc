/** @import { Config } from '@sveltejs/kit/vite' */
/** @import { Plugin } from 'vite' */
import { sveltekit } from '@sveltejs/kit/vite';
import process from 'node:process';
import { create_adapter } from './adapter.js';
import { ignored_options, refuse_moved_files, refuse_settings } from './ignored_options.js';
import { with_python_matchers } from './python/params.js';

/**
 * SvelteKit's Vite plugin, with `.py` as an extension of server modules. lissome's own plugins come in through
 * the adapter: kit puts `pre` before and `post` after its own.
 *
 * @param {Omit<Config, 'adapter' | 'moduleExtensions'>} [config] the options of `sveltekit()`
 * @returns {Promise<Plugin[]>}
 */
export function lissome(config = {}) {
	for (const key of ['adapter', 'moduleExtensions']) {
		if (key in config) {
			throw new Error(`lissome({ ${key} }) is not possible: lissome sets ${key} itself. Leave it out.`);
		}
	}
	refuse_moved_files(config);
	refuse_settings(config);
	for (const line of ignored_options(config)) console.warn(line);
	config = with_python_matchers(config, process.cwd());
	return sveltekit({ ...config, moduleExtensions: ['.js', '.ts', '.py'], adapter: create_adapter() });
}
