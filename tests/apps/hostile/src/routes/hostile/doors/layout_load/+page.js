export async function load({ fetch }) {
	return { found: await (await fetch('/innocent/api')).text() };
}
