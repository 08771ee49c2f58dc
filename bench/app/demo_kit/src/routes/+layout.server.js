/** What +layout.server.py of the demo returns for a visitor who is not signed in. */
export function load() {
	return { user: null, preferences: { theme: 'system', density: 'comfortable' }, flash: null };
}
