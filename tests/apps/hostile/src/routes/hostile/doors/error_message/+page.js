/** Throws what loops when it is looked at. */
export function load() {
	throw {
		get message() {
			for (;;);
		},
		get stack() {
			for (;;);
		}
	};
}
