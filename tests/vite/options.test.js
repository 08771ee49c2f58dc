/** The options of SvelteKit that do nothing in lissome. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignored_options, refuse_moved_files, refuse_settings } from '../../vite/ignored_options.js';

test('options without effect are named', () => {
	const config = {
		prerender: { crawl: false },
		serviceWorker: { register: false },
		experimental: { remoteFunctions: true },
		csp: {}
	};
	assert.deepEqual(ignored_options(config), [
		'vite.config.js: prerender in lissome() has no effect, because lissome has no prerendering yet: leave it out.',
		'vite.config.js: serviceWorker in lissome() has no effect, because lissome has no service workers yet: leave it out.',
		'vite.config.js: experimental.remoteFunctions in lissome() has no effect, because lissome has no remote functions yet: leave it out.'
	]);
	assert.deepEqual(ignored_options({ paths: { base: '/a' }, experimental: { forkPreloads: true } }), []);
});

test('files that Python reads cannot be elsewhere', () => {
	for (const files of [{ routes: 'pages' }, { src: 'app' }, { hooks: { server: 'hooks' } }]) {
		assert.throws(
			() => refuse_moved_files({ files }),
			/^Error: vite\.config\.js: files\.\S+ in lissome\(\) is not possible/
		);
	}
	refuse_moved_files({});
	refuse_moved_files({ files: { assets: 'public', hooks: { client: 'src/client' } } });
});

test('settings of the server are not options', () => {
	for (const key of ['bodySizeLimit', 'body_size_limit']) {
		assert.throws(() => refuse_settings({ [key]: 1 }), {
			message: `vite.config.js: ${key} in lissome() is a setting of the server: write body_size_limit = … below [tool.lissome] in pyproject.toml.`
		});
	}
	refuse_settings({ csp: {}, compilerOptions: {} });
});
