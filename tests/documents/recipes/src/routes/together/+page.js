// The layout has set the locale when this waits for another visitor's page, which sets its own.
export async function load({ fetch, parent }) {
	await parent();
	await fetch('/together/api');
}
