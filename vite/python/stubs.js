/** @import { PythonModule } from './analyser.js' */
import path from 'node:path';

/** the page options of kit's that a stub may have; kit refuses names that it does not know */
const KIT_OPTIONS = new Set(['ssr', 'csr', 'trailingSlash', 'config']);

/**
 * The JavaScript stub of a Python route module: it has the same exports, so that kit sees which nodes have a server
 * load and which methods an endpoint has. kit imports it when it analyses the build; nothing ever calls into it.
 *
 * `prerender` is left out: kit's own prerenderer would call the stub. An endpoint's options are all there, so that kit
 * refuses those that only pages have.
 *
 * @param {string} file
 * @param {PythonModule} module
 * @returns {string}
 */
export function stub(file, module) {
	const name = path.basename(file);
	const is_endpoint = name.startsWith('+server.');
	const runs_in_python = `() => { throw new Error(${JSON.stringify(`${name} runs in Python`)}); }`;
	const lines = exported_names(name, module).map((key) => `export const ${key} = ${runs_in_python};`);
	if (module.actions && name.startsWith('+page.')) {
		const actions = module.actions.map((action) => `${JSON.stringify(action)}: ${runs_in_python}`);
		lines.push(`export const actions = { ${actions.join(', ')} };`);
	}
	if (name.startsWith('+')) {
		for (const [key, value] of Object.entries(module.options)) {
			if (key === 'prerender' || !(is_endpoint || KIT_OPTIONS.has(key))) continue;
			lines.push(`export const ${key} = ${JSON.stringify(value)};`);
		}
	}
	return [...lines, 'export {};', ''].join('\n');
}

/**
 * @param {string} name
 * @param {PythonModule} module
 * @returns {string[]}
 */
function exported_names(name, module) {
	if (name.startsWith('+server.')) return module.methods;
	if (name.startsWith('+')) return 'load' in module.functions ? ['load'] : [];
	return [];
}
