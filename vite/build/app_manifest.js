/** @import { Builder } from '@sveltejs/kit' */
/** @import { Project } from '../project.js' */
import fs from 'node:fs';
import path from 'node:path';

/**
 * Fill `$app/manifest` into the scripts for V8. kit's generated module has names in the place of values that are
 * known only when everything is built; kit puts the values into its own output (exports/vite/build/index.js), and
 * tells them to the adapter.
 *
 * @param {Builder} builder
 * @param {Project} project
 */
export function write_app_manifest({ manifest }, { kit, output }) {
	// kit tells adapters of the service worker too, which `$app/manifest` leaves out
	const assets = manifest.assets.filter((asset) => fs.existsSync(path.join(kit.files.assets, asset.path)));
	const folder = `${output}/server`;
	for (const name of fs.readdirSync(folder).filter((name) => name.endsWith('.js'))) {
		const file = path.join(folder, name);
		const code = fs.readFileSync(file, 'utf8');
		const filled = fill_app_manifest(code, { ...manifest, assets });
		if (filled !== code) fs.writeFileSync(file, filled);
	}
}

/**
 * @param {string} code
 * @param {Builder['manifest']} manifest
 * @returns {string} with as many lines as before: source maps stay true
 */
export function fill_app_manifest(code, { assets, immutable, prerendered, routes }) {
	const values = { ASSETS: assets, IMMUTABLE: immutable, PRERENDERED: prerendered, ROUTES: routes };
	return code.replace(/\b__SVELTEKIT_MANIFEST_(ASSETS|IMMUTABLE|PRERENDERED|ROUTES)__\b/g, (_, name) => JSON.stringify(values[name]));
}
