/** @import { Builder } from '@sveltejs/kit' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';

/** @typedef {Builder['manifest']} AppManifest */

/**
 * Fill `$app/manifest` into the scripts for V8. kit's generated module has placeholders for values that are known only
 * when everything is built. kit replaces them in its own output (exports/vite/build/index.js), and gives the values to
 * the adapter.
 *
 * @param {Builder} builder
 * @param {Project} project
 */
export function write_app_manifest({ manifest }, { kit, output }) {
	// kit also gives adapters the service worker, which `$app/manifest` leaves out
	const assets = manifest.assets.filter((asset) => fs.existsSync(path.join(kit.files.assets, asset.path)));
	const folder = `${output}/server`;
	for (const name of fs.readdirSync(folder).filter((each) => each.endsWith('.js'))) {
		const file = path.join(folder, name);
		const code = fs.readFileSync(file, 'utf8');
		const filled = fill_app_manifest(code, { ...manifest, assets });
		if (filled !== code) fs.writeFileSync(file, filled);
	}
}

/**
 * @param {string} code
 * @param {AppManifest} manifest
 * @returns {string} with as many lines as before: source maps stay true
 */
export function fill_app_manifest(code, { assets, immutable, prerendered, routes }) {
	/** @type {Record<string, unknown>} */
	const values = { ASSETS: assets, IMMUTABLE: immutable, PRERENDERED: prerendered, ROUTES: routes };
	const placeholder = /\b__SVELTEKIT_MANIFEST_(ASSETS|IMMUTABLE|PRERENDERED|ROUTES)__\b/g;
	return code.replaceAll(placeholder, (_, name) => JSON.stringify(values[name]));
}
