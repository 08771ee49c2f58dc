import { lissome } from 'lissome';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		lissome({
			csp: {
				// Scripts: our own files, and the ones that carry the response's nonce. There is no default-src,
				// so that the development server may open its socket.
				directives: {
					'script-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			}
		})
	],
	// Browsers that know light-dark(); rewritten for older ones, it would not follow a nested color-scheme.
	build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] }
});
