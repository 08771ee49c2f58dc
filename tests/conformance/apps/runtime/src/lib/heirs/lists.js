export default {
	push: () => {
		const list = [1];
		const seen = [];
		list.push = (item) => seen.push(item);
		list.push(2);
		return [list.length, seen];
	},
	map: () => {
		const list = [1, 2];
		list.map = () => 'own map';
		list.filter = () => 'own filter';
		return [list.map((item) => item), list.filter(), list.concat(3)];
	},
	text: () => {
		const list = [1, 2];
		list.toString = () => 'list';
		list.toJSON = () => 'json';
		list.join = () => 'joined';
		return [`${list}`, JSON.stringify(list), list.join()];
	},
	constructed: () => {
		const list = [1, 2];
		list.constructor = Object;
		return [list.constructor === Object, Array.isArray(list), list.length];
	},
	iterated: () => {
		const list = [1, 2];
		list[Symbol.iterator] = function* () {
			yield 'own';
		};
		return [...list];
	},
	spread: () => {
		const list = [1, 2];
		list.at = () => 'own';
		return [[...list], { ...list }.at()];
	},
	intercepted: () => {
		const list = ['a'];
		const changes = [];
		for (const name of ['push', 'pop', 'splice', 'sort', 'reverse', 'shift', 'unshift']) {
			list[name] = (...given) => {
				changes.push(name);
				return Array.prototype[name].apply(list, given);
			};
		}
		list.push('b', 'c');
		list.reverse();
		list.splice(1, 1);
		return [list.join(''), changes];
	},
	class: () => {
		class List extends Array {
			constructor(...items) {
				super(...items);
				this.push = (item) => `pushed ${item}`;
				this.map = () => 'mapped';
				this.constructor = List;
			}
			get last() {
				return this[this.length - 1];
			}
		}
		const list = new List('a', 'b');
		return [list.push('x'), list.map(), list.last, list instanceof List, list.length];
	},
	fields: () => {
		class List extends Array {
			at = () => 'field';
			static from = () => 'static';
		}
		return [new List().at(), List.from()];
	},
	old: () => {
		function List() {
			Array.call(this);
			this.push = (item) => `own ${item}`;
		}
		List.prototype = Object.create(Array.prototype);
		List.prototype.constructor = List;
		List.prototype.toString = () => 'list';
		List.prototype.concat = function () {
			return this.constructor.name;
		};
		const list = new List();
		return [
			list.push(1),
			`${list}`,
			list.concat(),
			list instanceof Array,
			Array.prototype.push.call(list, 5),
			list.length
		];
	},
	arguments: () => {
		return (function () {
			arguments.toString = () => 'arguments';
			arguments.length = 1;
			return [`${arguments}`, arguments.length];
		})(1, 2);
	},
	templates: () => {
		const tag = (strings, value) =>
			Object.assign([...strings], { raw: 'own', toString: () => strings.join(value) });
		return String(tag`a${1}b`);
	}
};
