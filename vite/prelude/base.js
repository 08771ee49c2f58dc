import 'core-js/actual/atob.js';
import 'core-js/actual/btoa.js';
import 'core-js/actual/dom-exception/index.js';
import 'core-js/actual/queue-microtask.js';
import 'core-js/actual/structured-clone.js';

const started = Date.now();

globalThis.self = globalThis;
globalThis.performance = {
	timeOrigin: started,
	now: () => Date.now() - started,
	mark() {},
	measure() {}
};

// The engine's own timers would outlive a render. Each render has its own: see isolate/scope.js.
for (const name of ['setTimeout', 'clearTimeout', '__timer_manager']) globalThis[name] = undefined;
