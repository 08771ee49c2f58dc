// Keeps account of what a document has begun and nobody outside can see yet. Runs in the browser, before the
// scripts of each document.
(() => {
	// Milliseconds. A timer that takes longer is not the consequence of a step.
	const LONGEST = 1000;

	const timers = new Set();
	let leaves = false;
	let traverses = false;

	const { setTimeout, clearTimeout } = window;
	window.setTimeout = (run, delay = 0, ...args) => {
		const timer = setTimeout(() => {
			timers.delete(timer);
			run(...args);
		}, delay);
		if (delay <= LONGEST) timers.add(timer);
		return timer;
	};
	window.clearTimeout = (timer) => {
		timers.delete(timer);
		clearTimeout(timer);
	};

	// A link to another document is followed, and a form is sent, some time after the click.
	addEventListener('submit', (event) => {
		if (!event.defaultPrevented) leaves = true;
	});
	navigation.addEventListener('navigate', ({ destination, downloadRequest }) => {
		if (!destination.sameDocument && downloadRequest === null) leaves = true;
	});
	navigation.addEventListener('navigateerror', () => {
		leaves = false;
	});

	// The browser is asked for another entry of the history, and comes back with it.
	for (const name of ['back', 'forward', 'go']) {
		const method = history[name];
		history[name] = (...args) => {
			traverses = true;
			method.apply(history, args);
		};
	}
	addEventListener('popstate', () => {
		traverses = false;
	});

	window.underWay = {
		/** Calls of a scenario that have not answered. */
		calls: 0,
		/** @returns {string[]} what is sure to happen yet, in words */
		list: () => [
			...(leaves ? ['another document'] : []),
			...(traverses ? ['another entry of the history'] : []),
			...(timers.size > 0 ? ['a timer'] : [])
		]
	};
})();
