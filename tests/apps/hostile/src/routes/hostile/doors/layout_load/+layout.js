/** Keeps a megabyte in each slice, in a layout's load that runs beside the page's. */
export async function load() {
	for (const kept = []; ; ) {
		kept.push(new Array(131_072).fill(kept.length));
		await new Promise((resolve) => setTimeout(resolve, 0));
	}
}
