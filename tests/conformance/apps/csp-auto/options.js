/** Options of sveltekit() and of lissome(). */
export default {
	version: { name: 'conformance-1' },
	csp: {
		directives: { 'script-src-elem': ['self'], 'style-src-elem': ['self', 'sha256-abc'], 'object-src': ['none'] }
	}
};
