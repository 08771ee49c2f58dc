/**
 * Node's `process`: a copy of the render's own, with the functions that it lacks, so that the global one keeps lacking
 * them: packages ask it what they may use.
 */
export function create() {
	return Object.create(Object.getPrototypeOf(process), Object.getOwnPropertyDescriptors(process));
}
