/** Asks the app's own endpoint, and waits a little. */
export async function load({ fetch }) {
	const answer = await fetch('/innocent/api');
	await new Promise((resolve) => setTimeout(resolve, 20));
	return { found: await answer.text() };
}
