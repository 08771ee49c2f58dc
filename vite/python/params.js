/** @import { Config } from '@sveltejs/kit/vite' */
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from './analyser.js';

/** the file of matchers in Python; only a server that resolves all routes can use them */
export const PYTHON_MATCHERS = 'src/params.server.py';

/** kit imports matchers with Node when it builds, so it gets a stub with the same names */
export const PARAMS_STUB = '.lissome/params';

/**
 * kit's options, with a stub for the matchers that are written in Python.
 *
 * @param {Config} config
 * @param {string} root the project's folder
 * @returns {Config}
 */
export function with_python_matchers(config, root) {
	if (!fs.existsSync(path.join(root, PYTHON_MATCHERS))) return config;
	if (config.router?.resolution !== 'server') {
		throw new Error(
			`${PYTHON_MATCHERS}: the browser cannot run Python. Let the server find the routes, ` +
				`lissome({ router: { resolution: 'server' } }), or write the matchers in src/params.js.`
		);
	}
	for (const name of ['src/params.js', 'src/params.ts']) {
		if (fs.existsSync(path.join(root, name))) {
			throw new Error(`${PYTHON_MATCHERS} and ${name} are both there. Put all matchers in one of them.`);
		}
	}
	write_params_stub(root);
	return { ...config, files: { ...config.files, params: PARAMS_STUB } };
}

/**
 * Write the stub. Every function of the Python module is a matcher, as far as kit needs to know; those that routes
 * use are checked when the server starts.
 *
 * @param {string} root
 */
export function write_params_stub(root) {
	const [module] = analyse([path.join(root, PYTHON_MATCHERS)]);
	if (module.error)
		throw new Error(`${PYTHON_MATCHERS}:${module.error.line} ${module.error.message}\n${module.error.frame}`);
	const names = Object.keys(module.functions).filter((name) => !name.startsWith('_'));
	const file = path.join(root, `${PARAMS_STUB}.js`);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(
		file,
		[
			`// made by lissome, of the functions in ${PYTHON_MATCHERS}`,
			`import { defineParams } from '@sveltejs/kit/params';`,
			`/** @type {(value: string) => string | number | boolean | undefined} */`,
			`const python = () => { throw new Error('${PYTHON_MATCHERS} runs in Python'); };`,
			`export const params = defineParams({ ${names.map((name) => `${name}: python`).join(', ')} });`,
			''
		].join('\n')
	);
}
