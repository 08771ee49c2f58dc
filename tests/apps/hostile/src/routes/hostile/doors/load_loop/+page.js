/** The plainest of all: a loop in a universal load. */
export function load() {
	for (;;);
}
