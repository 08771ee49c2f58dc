/** What hooks.server.py of the demo does for a visitor who is not signed in. */
export function handle({ event, resolve }) {
	return resolve(event, {
		transformPageChunk: ({ html }) =>
			html.replace('%workspace.theme%', 'system').replace('%workspace.density%', 'comfortable')
	});
}
