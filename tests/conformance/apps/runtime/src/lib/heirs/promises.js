export default {
	then: async () => {
		const promise = Promise.resolve(1);
		promise.then = (resolve) => resolve('own then');
		return await { then: promise.then };
	},
	catch: () => {
		const promise = Promise.resolve(1);
		promise.catch = () => 'own catch';
		promise.finally = () => 'own finally';
		return [promise.catch(), promise.finally()];
	},
	constructed: async () => {
		const promise = Promise.resolve(5);
		promise.constructor = Object;
		return [promise.constructor === Object, await promise];
	},
	cancellable: async () => {
		const promise = new Promise((resolve) => setTimeout(resolve, 1, 'done'));
		promise.cancel = () => 'cancelled';
		promise.toString = () => 'promise';
		return [promise.cancel(), `${promise}`, await promise];
	},
	class: async () => {
		class Own extends Promise {
			constructor(work) {
				super(work);
				this.finally = () => 'own';
			}
		}
		const own = new Own((resolve) => resolve(1));
		return [own.finally(), await own, own.then(() => {}) instanceof Own];
	},
	generator: () => {
		const generator = (function* () {
			yield 1;
			yield 2;
		})();
		const next = generator.next.bind(generator);
		generator.next = (...given) => ({ ...next(...given), own: true });
		generator.return = () => 'returned';
		return [generator.next(), generator.return(), [...generator]];
	},
	asyncgenerator: async () => {
		const generator = (async function* () {
			yield 1;
		})();
		generator.next = async () => ({ done: true, value: 'own' });
		generator.throw = () => 'thrown';
		return [await generator.next(), generator.throw()];
	},
	iterators: () => {
		const iterators = [
			[1].values(),
			new Map([['a', 1]]).entries(),
			new Set([1]).values(),
			'a'[Symbol.iterator](),
			'a'.matchAll(/a/g),
			[1].values().map((item) => item)
		];
		return iterators.map((iterator) => {
			iterator.next = () => ({ done: true, value: 'own' });
			iterator.toString = () => 'iterator';
			return [iterator.next().value, String(iterator)];
		});
	},
	helpers: () => {
		const iterator = Iterator.from([1, 2, 3]);
		iterator.map = () => 'own map';
		iterator.toArray = () => 'own array';
		return [iterator.map(), iterator.toArray()];
	},
	prototypes: () => {
		const iterator = Object.create(Iterator.prototype);
		iterator.next = () => ({ done: true });
		iterator.take = () => 'taken';
		return [[...iterator], iterator.take(1)];
	}
};
