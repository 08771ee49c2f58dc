export default {
	map: () => {
		const map = new Map([['a', 1]]);
		map.set = (key) => `set ${key}`;
		map.get = (key) => `got ${key}`;
		map.has = () => 'has';
		map.delete = () => 'deleted';
		map.forEach = () => 'each';
		return [map.set('b'), map.get('a'), map.has('a'), map.delete('a'), map.forEach(), map.size];
	},
	size: () => [
		Object.defineProperty(new Map(), 'size', { value: 9 }).size,
		Object.defineProperty(new Set(), 'size', { get: () => 8 }).size
	],
	set: () => {
		const set = new Set([1]);
		const seen = [];
		set.add = (item) => (seen.push(item), Set.prototype.add.call(set, item));
		set.union = () => 'own union';
		set.values = () => ['own'];
		set.add(2);
		return [set.size, seen, set.union(), set.values()];
	},
	weakmap: () => {
		const key = {};
		const map = new WeakMap([[key, 1]]);
		map.get = () => 'own';
		map.set = () => map;
		return [map.get(key), map.set(key, 2) === map, WeakMap.prototype.get.call(map, key)];
	},
	weakset: () => {
		const set = new WeakSet();
		set.has = () => 'own';
		set.add = () => 'added';
		return [set.has({}), set.add({})];
	},
	weakref: () => {
		const target = {};
		const ref = new WeakRef(target);
		ref.deref = () => 'own';
		return [ref.deref(), WeakRef.prototype.deref.call(ref) === target];
	},
	iterated: () => {
		const map = new Map([['a', 1]]);
		map[Symbol.iterator] = () => ['own'].values();
		return [[...map], new Map([['b', 2]]).entries().next().value];
	},
	observed: () => {
		class Observed extends Map {
			constructor(entries) {
				super(entries);
				this.changes = [];
				this.clear = () => this.changes.push('clear');
			}
			set(key, value) {
				this.changes?.push(key);
				return super.set(key, value);
			}
		}
		const map = new Observed([['a', 1]]);
		map.set('b', 2).clear();
		return [map.size, map.changes];
	},
	old: () => {
		const map = Object.create(Map.prototype);
		map.get = () => 'own';
		map.constructor = Object;
		return [map.get(), map.constructor === Object];
	}
};
