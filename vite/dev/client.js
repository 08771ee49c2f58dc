/** Runs in the browser, in dev: loads data anew when a Python file has changed, and has the inspector. */
import { refreshAll } from '$app/navigation';
import { page } from '$app/state';
import { Inspector } from './inspector/panel.js';

if (import.meta.hot) {
	const inspector = new Inspector(() => ({ route: page.route.id, status: page.status }));
	// kit's client does not start on an error page that the overlay covers: its state is the initial one then
	const has_failed = () => page.error || page.status < 0;
	import.meta.hot.on('lissome:refresh', () => {
		for (const overlay of document.querySelectorAll('vite-error-overlay')) overlay.remove();
		if (has_failed()) location.reload();
		else refreshAll();
	});
	// a component that failed is no module of this page, so no hot update is sent for it
	import.meta.hot.on('lissome:changed', () => has_failed() && location.reload());
	import.meta.hot.on('lissome:findings', (findings) => inspector.show(findings));
	import.meta.hot.on('lissome:inspect', () => inspector.update());
	import.meta.hot.send('lissome:connected');
}
