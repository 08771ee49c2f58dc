/** Options of sveltekit() and of lissome(). */
export default {
	version: { name: 'conformance-1' },
	inlineStyleThreshold: 10000,
	csp: {
		mode: 'hash',
		directives: {
			'default-src': ['self'],
			'style-src': ['self', 'unsafe-inline'],
			'require-trusted-types-for': ['script'],
			'trusted-types': ['svelte-trusted-html']
		}
	}
};
