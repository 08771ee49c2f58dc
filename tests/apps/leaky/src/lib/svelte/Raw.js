/**
 * A component written by hand, which has Svelte's renderer in its hands.
 *
 * @param {any} renderer
 * @param {{ user: string }} props
 */
export default function Raw(renderer, { user }) {
	const { prototype } = renderer.constructor;
	const before = prototype.left;
	try {
		prototype.left = user;
	} catch {
		// Svelte's modules are frozen for everybody
	}
	renderer.push(`<p>before: ${before}</p><p>after: ${prototype.left}</p>`);
}
