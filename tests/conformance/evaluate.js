// Runs a page's inline scripts as a browser would, and writes down what they hand to kit's client. Two pages are
// the same when that is the same: the order of bytes in a literal is no difference, a Date in place of a string is.
(() => {
	const TURNS = 2000; // of the microtask queue; a promise that has not settled by then stays pending

	class URL {
		constructor(href, base) {
			this.href = base === undefined ? `${href}` : `${href} from ${base}`;
			this.pathname = `${href}/`;
		}
	}
	class URLSearchParams {
		constructor(init) {
			this.href = `${init}`;
		}
	}
	class Decoded {
		constructor(key, value) {
			Object.assign(this, { key, value });
		}
	}

	const tick = () => new Promise((resolve) => Promise.resolve().then(resolve));

	async function settle(promise) {
		let outcome;
		promise.then(
			(value) => (outcome = ['fulfilled', value]),
			(error) => (outcome = ['rejected', error])
		);
		for (let turn = 0; turn < TURNS && !outcome; turn++) await tick();
		return outcome ?? ['pending'];
	}

	/** What `uses` lists is a set, so its order says nothing. */
	const sorted = (uses) =>
		Object.fromEntries(
			Object.keys(uses)
				.sort()
				.map((key) => [key, Array.isArray(uses[key]) ? [...uses[key]].sort() : uses[key]])
		);

	/** Any value as lines of text that tell types, identity and holes apart. */
	async function dump(value, seen = new Map(), indent = '') {
		if (typeof value === 'string') return JSON.stringify(value);
		if (typeof value === 'bigint') return `${value}n`;
		if (typeof value === 'function') return 'function';
		if (Object.is(value, -0)) return '-0';
		if (value === null || typeof value !== 'object') return String(value);
		if (seen.has(value)) return `the same as #${seen.get(value)}`;
		seen.set(value, seen.size);
		const label = `#${seen.get(value)} `;
		if (value instanceof Date) return `${label}Date ${isNaN(value) ? 'invalid' : value.toISOString()}`;
		if (value instanceof RegExp) return `${label}RegExp ${value}`;
		if (value instanceof URL) return `${label}URL ${value.href}`;
		if (value instanceof URLSearchParams) return `${label}URLSearchParams ${value.href}`;
		if (value instanceof ArrayBuffer) return `${label}ArrayBuffer ${new Uint8Array(value)}`;
		if (ArrayBuffer.isView(value)) return `${label}${value.constructor.name} ${value}`;

		const inner = `${indent}  `;
		const line = async (key, item) => `\n${inner}${key}${await dump(item, seen, inner)}`;
		const lines = [];
		let type = Array.isArray(value) ? `array of ${value.length}` : value.constructor?.name ?? 'null object';
		if (value instanceof Promise) {
			const [state, ...result] = await settle(value);
			type = `Promise ${state}`;
			for (const item of result) lines.push(await line('', item));
		} else if (value instanceof Map) {
			for (const [key, item] of value) lines.push(await line('key ', key), await line('value ', item));
		} else if (value instanceof Set) {
			for (const item of value) lines.push(await line('', item));
		} else if (typeof value.valueOf() !== 'object') {
			lines.push(await line('boxed ', value.valueOf()));
		} else {
			for (const key of Object.keys(value)) {
				const item = key === 'uses' ? sorted(value.uses) : value[key];
				lines.push(await line(`${Array.isArray(value) ? key : JSON.stringify(key)}: `, item));
			}
		}
		return label + type + lines.join('');
	}

	/** @param {string[]} scripts */
	async function run(scripts) {
		const calls = [];
		const kit = {
			init: (payload) => calls.push(['init', payload]),
			start: (app, element, hydrate) => calls.push(['start', app === module, element, hydrate])
		};
		const module = { decode: (key, value) => new Decoded(key, value) };
		const scope = {
			document: { currentScript: { parentElement: 'the element around the script' } },
			location: 'here',
			URL,
			URLSearchParams,
			setTimeout: (fn) => void tick().then(fn),
			load: async (url) => {
				calls.push(['import', url]);
				return /entry\/app/.test(url) ? module : kit;
			}
		};
		for (const script of scripts) {
			const body = script.replaceAll('import(', 'load(');
			new Function(...Object.keys(scope), body)(...Object.values(scope));
		}
		for (let turn = 0; turn < 200; turn++) await tick();
		return await dump(calls);
	}

	const results = [];
	globalThis.evaluate = (scripts) => {
		const index = results.push(null) - 1;
		run(scripts).then(
			(text) => (results[index] = text),
			(error) => (results[index] = `threw ${error}`)
		);
		return index;
	};
	globalThis.take = (index) => results[index] ?? 'never finished';
})();
