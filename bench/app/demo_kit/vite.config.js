import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// As in examples/workspace, with SvelteKit's plugin.
export default defineConfig({
	plugins: [
		sveltekit({
			csp: {
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
	build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'] }
});
