/** What is known of `process` when a bundle is made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rolldown } from 'rolldown';
import { process_options } from '../../../vite/ssr/environment.js';

test('a package that asks which Node this is gets a version, one that asks whether it is Node does not', async () => {
	const code = `
		export const major = Number(process.versions.node.split('.')[0]);
		export const is_node = Boolean(process.versions && process.versions.node);
		export const mode = global.process.env.NODE_ENV;
	`;
	const bundle = await rolldown({
		input: 'entry',
		transform: { define: process_options('production').define },
		plugins: [{ name: 'entry', resolveId: (id) => id, load: () => code }]
	});
	const { output } = await bundle.generate({ format: 'cjs' });
	const module = { exports: /** @type {Record<string, unknown>} */ ({}) };
	new Function('exports', 'process', output[0].code)(module.exports, { versions: {} });
	assert.ok(/** @type {number} */ (module.exports.major) >= 22);
	assert.equal(module.exports.is_node, false);
	assert.equal(module.exports.mode, 'production');
});
