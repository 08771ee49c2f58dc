/** Options of sveltekit() and of lissome(). */
export default {
	version: { name: 'conformance-1' },
	paths: { assets: 'https://cdn.test/files' }
};
