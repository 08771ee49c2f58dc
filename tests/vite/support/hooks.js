// Preloaded by every unit test: resolves the modules that ssr/resolve.js resolves in a build.
import { registerHooks } from 'node:module';

const KIT = new URL('../../../node_modules/@sveltejs/kit/src/', import.meta.url);

/** @type {Record<string, string>} modules that kit makes of an app, for an app that has nothing */
const EMPTY = {
	'lissome:environment':
		'export const explicit_public_env = { SHOWN: 1 }, rendered_env = { SEEN: "dev" }, variables = globalThis.test_variables ?? {};'
};

registerHooks({
	resolve(specifier, context, next) {
		if (specifier.startsWith('lissome:kit/')) {
			return next(new URL(specifier.slice('lissome:kit/'.length), KIT).href, context);
		}
		return specifier in EMPTY ? { url: specifier, shortCircuit: true } : next(specifier, context);
	},
	load(url, context, next) {
		return url in EMPTY ? { format: 'module', source: EMPTY[url], shortCircuit: true } : next(url, context);
	}
});
