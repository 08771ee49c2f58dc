import { lissome } from 'lissome';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [lissome({ version: { name: 'hostile-1' } })]
});
