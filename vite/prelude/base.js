import 'core-js/actual/atob.js';
import 'core-js/actual/btoa.js';
import 'core-js/actual/dom-exception/index.js';
import 'core-js/actual/structured-clone.js';

const started = Date.now();

globalThis.self = globalThis;
globalThis.performance = {
	timeOrigin: started,
	now: () => Date.now() - started,
	mark() {},
	measure() {}
};

/** Not core-js's: its queue would be stuck for ever when a render is stopped in the middle of it. */
globalThis.queueMicrotask = (/** @type {() => void} */ callback) => {
	if (typeof callback !== 'function') throw new TypeError('queueMicrotask takes a function');
	Promise.resolve().then(() => callback());
};

// Its callbacks would run in the middle of somebody else's render. They need never run, says the standard.
Object.assign(FinalizationRegistry.prototype, { register() {}, unregister: () => false });

// The engine's own timers would outlive a render. Each render has its own: see isolate/scope.js.
for (const name of ['setTimeout', 'clearTimeout', '__timer_manager']) globalThis[name] = undefined;

// core-js keeps its state where everybody can reach it, and needs that only while it starts.
delete globalThis['__core-js_shared__'];
