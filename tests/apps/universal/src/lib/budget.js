/** Ways to go over a budget: each is stopped, and costs its own page only. */
const WAYS = {
	loop() {
		for (;;);
	},
	stubborn() {
		for (;;) {
			try {
				for (;;);
			} catch {
				// what stops it cannot be caught
			} finally {
				// eslint-disable-next-line no-unsafe-finally
				continue;
			}
		}
	},
	regexp: () => /^(a+)+$/.test(`${'a'.repeat(40)}b`),
	getter: () => ({ get x() { for (;;); } }).x,
	to_string: () => `${{ toString() { for (;;); } }}`,
	to_json: () => JSON.stringify({ toJSON() { for (;;); } }),
	proxy: () => new Proxy({}, { get() { for (;;); } }).x,
	sort: () => [2, 1].sort(() => { for (;;); }),
	generator: () => [...(function* () { for (;;) yield 1; })()].length,
	allocate() {
		for (const list = []; ; ) list.push(new Array(1000).fill(list.length));
	},
	text() {
		for (let text = 'x'; ; ) text += text;
	},
	buffers() {
		for (const list = []; ; ) list.push(new Uint8Array(1 << 20).fill(1));
	},
	recursion() {
		const deeper = () => deeper() + 1;
		deeper();
	},
	recursion_caught() {
		const deeper = () => {
			try {
				deeper();
			} finally {
				deeper();
			}
		};
		deeper();
	},
	wait: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
	throws_loop() {
		throw { get message() { for (;;); } };
	},
	throws_proxy() {
		throw new Proxy({}, { get() { throw new Error('again'); }, getPrototypeOf() { throw new Error('again'); } });
	},
	throws_null() {
		throw null;
	}
};

export const budgets = Object.keys(WAYS);

/** @param {string} way */
export function over_budget(way) {
	return WAYS[way]();
}
