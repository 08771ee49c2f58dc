/** An error whose stack is blank lines: Python looks for frames from each of them to the last. */
export function load({ url }) {
	const size = Number(url.searchParams.get('size') ?? 149_000);
	throw Object.assign(new Error('failed'), { stack: '\n'.repeat(size) });
}
