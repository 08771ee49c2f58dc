/** Runs in the browser, in dev: new data when Python's files changed. */
import { refreshAll } from '$app/navigation';

if (import.meta.hot) {
	import.meta.hot.on('lissome:refresh', () => {
		for (const overlay of document.querySelectorAll('vite-error-overlay')) overlay.remove();
		refreshAll();
	});
}
