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

// So would what waits for it, and nobody would know that a render does.
delete Atomics.waitAsync;

// Done by another thread, these end in the middle of somebody else's render too. Here they end at once.
const { Instance, Module } = WebAssembly;
Object.assign(WebAssembly, {
	compile: async (/** @type {BufferSource} */ bytes) => new Module(bytes),
	async instantiate(/** @type {any} */ source, /** @type {WebAssembly.Imports | undefined} */ imports) {
		if (source instanceof Module) return new Instance(source, imports);
		const module = new Module(source);
		return { module, instance: new Instance(module, imports) };
	}
});

// The engine's own timers would outlive a render. Each render has its own: see isolate/scope.js.
for (const name of ['setTimeout', 'clearTimeout', '__timer_manager']) globalThis[name] = undefined;

// core-js keeps its state where everybody can reach it, and needs that only while it starts.
delete globalThis['__core-js_shared__'];
