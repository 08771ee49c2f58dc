import { lissome } from 'lissome';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		lissome({
			version: { name: 'options <1>' },
			paths: { base: '/app' },
			router: { resolution: 'server' }
		})
	]
});
