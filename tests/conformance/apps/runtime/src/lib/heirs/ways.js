export default {
	proxies: () =>
		[
			() => {},
			[],
			new Map(),
			new Set(),
			new Date(0),
			/a/,
			new Error('x'),
			Promise.resolve(),
			new Uint8Array(1)
		].map((target) => {
			const proxy = new Proxy(target, {});
			proxy.toString = () => 'proxied';
			proxy.constructor = Array;
			return [proxy.toString(), Object.hasOwn(target, 'toString'), proxy.constructor === Array];
		}),
	trapped: () => {
		const noted = [];
		const list = new Proxy([], {
			set: (target, name, value, receiver) => (noted.push(name), Reflect.set(target, name, value, receiver))
		});
		list.push = () => 'own';
		list.concat = 1;
		return [list.push(1), noted];
	},
	assign: () => {
		const given = { toString: () => 'assigned', constructor: Array, valueOf: () => 4 };
		return [
			() => {},
			[],
			new Map(),
			new Date(0),
			/a/,
			new Uint8Array(1),
			new Error('x'),
			Promise.resolve(),
			Object(1)
		].map((target) => {
			Object.assign(target, given);
			return [target.toString(), target.valueOf(), target.constructor === Array];
		});
	},
	reflect: () => {
		const own = () => 'own';
		return [() => {}, [], new Map(), new Date(0), new Uint8Array(1)].map((target) => [
			Reflect.set(target, 'toString', own),
			target.toString(),
			Reflect.defineProperty(target, 'constructor', { value: 1, configurable: true }),
			Reflect.deleteProperty(target, 'toString'),
			Object.hasOwn(target, 'toString')
		]);
	},
	receiver: () => {
		const target = [];
		return [
			Reflect.set(Array.prototype, 'push', 'own', target),
			target.push,
			Reflect.set({}, 'x', 1, target),
			target.x
		];
	},
	spread: () => {
		const own = Object.assign(() => {}, { call: 1, toString: 2 });
		return [{ ...own }, { ...Object.assign([], { map: 3 }) }, { ...Object.assign(new Map(), { get: 4 }) }];
	},
	deleted: () => {
		const list = [1];
		list.map = () => 'own';
		const own = list.map();
		delete list.map;
		const own_text = () => {};
		own_text.toString = () => 'own';
		delete own_text.toString;
		return [own, list.map((item) => item + 1), typeof own_text.toString()];
	},
	keys: () => {
		const list = [1];
		list.push = 1;
		const own = () => {};
		own.call = 2;
		own.toString = 3;
		const map = new Map();
		map.get = 4;
		return [
			Object.keys(list),
			Object.keys(own),
			Object.keys(map),
			Object.getOwnPropertyDescriptor(map, 'get')
		];
	},
	written: () => {
		const list = [];
		list.push = 1;
		list.push = 2;
		list.push += 3;
		list.pop ??= 4;
		list.own ??= 5;
		list.shift &&= 6;
		return [list.push, typeof list.pop, list.own, list.shift];
	},
	frozen: () => {
		const list = Object.freeze([1]);
		const sealed = Object.seal(new Map());
		return [Reflect.set(list, 'push', 1), Reflect.set(sealed, 'get', 1), list.push === Array.prototype.push];
	},
	inherited: () => {
		const parent = [];
		parent.push = () => 'parent';
		const child = Object.create(parent);
		const before = child.push();
		child.push = () => 'child';
		return [before, child.push(), parent.push()];
	},
	accessors: () => {
		const list = [];
		Object.defineProperty(list, 'map', { get: () => 'got', set: () => {}, configurable: true });
		list.map = 'ignored';
		return [list.map, Object.hasOwn(list, 'map')];
	},
	prototype: () => {
		const own = Object.setPrototypeOf({}, new Map());
		own.set = 'own';
		const plain = Object.setPrototypeOf([], null);
		plain.push = 'plain';
		return [own.set, plain.push];
	}
};
