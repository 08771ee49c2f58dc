// Under SvelteKit's own name, `npx sv add` finds the options.
import { lissome as sveltekit } from 'lissome';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		sveltekit({
			csp: {
				// Scripts: the app's own files, and those that carry the response's nonce. There is no
				// default-src, so that the development server may open its socket.
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
