/** Options of sveltekit() and of lissome(). */
export default {
	version: { name: 'conformance-1' },
	paths: { base: '/base', relative: false },
	csrf: { trustedOrigins: ['https://trusted.test', 'http://other.test:8080'] },
	output: { linkHeaderPreload: true },
	appDir: 'application'
};
