export default {
	date: () => {
		const date = new Date(0);
		date.toString = () => 'date';
		date.toJSON = () => 'json';
		date.getTime = () => 7;
		date.constructor = Object;
		return [`${date}`, JSON.stringify({ date }), date.getTime(), date.toISOString()];
	},
	dateclass: () => {
		class Own extends Date {
			constructor(time) {
				super(time);
				this.toISOString = () => 'own iso';
				this.valueOf = () => 42;
			}
		}
		const date = new Own(0);
		return [date.toISOString(), +date, date.toJSON(), date.getTime()];
	},
	regexp: () => {
		const pattern = /a/g;
		pattern.exec = () => null;
		pattern.test = () => 'own test';
		pattern.toString = () => 'pattern';
		return [pattern.exec('a'), pattern.test('a'), 'a'.match(pattern), `${pattern}`];
	},
	regexpfields: () => {
		const pattern = /a/;
		Object.defineProperty(pattern, 'flags', { value: 'g' });
		pattern[Symbol.replace] = () => 'replaced';
		return [pattern.flags, 'abc'.replace(pattern, 'x')];
	},
	errors: () => {
		const error = new Error('first');
		error.message = 'second';
		error.name = 'Own';
		error.stack = 'own stack';
		error.cause = 'cause';
		error.toString = () => 'text';
		return [error.message, error.name, error.stack, error.cause, `${error}`, error instanceof Error];
	},
	errorkinds: () =>
		[TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map((Kind) => {
			const error = new Kind('x');
			error.name = 'Own';
			error.message = 'y';
			error.constructor = Error;
			return [String(error), error.constructor === Error];
		}),
	aggregate: () => {
		const error = new AggregateError([1], 'x');
		error.errors = [];
		error.name = 'Own';
		return [error.errors, String(error)];
	},
	olderror: () => {
		function Own(message) {
			this.message = message;
			this.name = 'Own';
			Error.captureStackTrace?.(this, Own);
		}
		Own.prototype = Object.create(Error.prototype);
		Own.prototype.constructor = Own;
		Own.prototype.toString = function () {
			return `${this.name}! ${this.message}`;
		};
		return [`${new Own('x')}`, new Own('x') instanceof Error, typeof new Own('x').stack];
	},
	errorclass: () => {
		class Own extends TypeError {
			constructor(message, status) {
				super(message);
				this.name = this.constructor.name;
				this.status = status;
				this.toJSON = () => ({ status });
			}
		}
		Own.prototype.name = 'Prototype';
		return [JSON.stringify(new Own('x', 404)), typeof new Own('x').name, Object.keys(new Own('x', 1))];
	},
	boxes: () => {
		const [text, number, truth] = [new String('a '), new Number(1.5), new Boolean(true)];
		text.trim = () => 'own trim';
		text.toString = () => 'own text';
		number.toFixed = () => 'own fixed';
		number.valueOf = () => 9;
		truth.valueOf = () => false;
		return [text.trim(), `${text}`, text.length, number.toFixed(), number + 1, truth.valueOf()];
	},
	symbols: () => {
		const [symbol, big] = [Object(Symbol('s')), Object(5n)];
		symbol.toString = () => 'own symbol';
		Object.defineProperty(symbol, 'description', { value: 'own' });
		big.toString = () => 'own big';
		big.toLocaleString = () => 'own locale';
		return [symbol.toString(), symbol.description, big.toString(), big.toLocaleString()];
	},
	objects: () => {
		const own = {};
		own.toString = () => 'own';
		own.constructor = Array;
		own.hasOwnProperty = () => 'own';
		own.valueOf = () => 1;
		own.toLocaleString = () => 'locale';
		own.isPrototypeOf = 0;
		return [
			`${own}`,
			own.hasOwnProperty(),
			own + 1,
			own.toLocaleString(),
			own.isPrototypeOf,
			own.constructor === Array
		];
	},
	namespaces: () => {
		const heirs = [Math, JSON, Reflect, Intl, console].map((parent) => Object.create(parent));
		const names = ['floor', 'stringify', 'ownKeys', 'NumberFormat', 'log'];
		return heirs.map((heir, index) => {
			heir[names[index]] = () => 'own';
			heir.toString = () => 'text';
			return [heir[names[index]](), String(heir)];
		});
	}
};
