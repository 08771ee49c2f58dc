/** Options of sveltekit() and of lissome(). */
export default {
	version: { name: 'conformance-1' },
	inlineStyleThreshold: 10000,
	csp: {
		mode: 'nonce',
		directives: {
			'default-src': ['self'],
			'script-src': ['self', 'https://cdn.test'],
			'style-src': ['self'],
			'img-src': ['data:', '*.images.test'],
			'frame-ancestors': ['none'],
			'upgrade-insecure-requests': true,
			sandbox: ['allow-scripts', 'allow-forms']
		},
		reportOnly: { 'script-src': ['self', 'strict-dynamic'], 'report-uri': ['/csp-report'] }
	}
};
