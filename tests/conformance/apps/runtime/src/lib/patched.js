// As libraries do it when they are imported: nothing here belongs to a render.

export const format = (value) => `formatted ${value}`;
format.toString = () => 'format';
format.bind = () => 'bound';

export function lodash(value) {
	return [value];
}
Object.assign(lodash, {
	call: () => 'call',
	apply: () => 'apply',
	bind: (text) => `bind ${text}`,
	toString: () => 'lodash',
	name_: 1
});

export const registry = new Map();
registry.get = (name) => `registered ${name}`;

export const list = Object.assign(['a', 'b'], { map: () => 'own map', toString: () => 'list' });

export class Collection extends Array {
	static create(...items) {
		const made = new Collection();
		made.push = (item) => (Array.prototype.push.call(made, item), made);
		for (const item of items) made.push(item);
		return made;
	}
}
Collection.from = () => 'own from';
Collection.toString = () => 'Collection';

export const ready = Promise.resolve('ready');
ready.then_ = 1;
ready.catch = () => 'caught';

export const pattern = /a/;
pattern.exec = () => ['own'];

export const epoch = new Date(0);
epoch.toJSON = () => 'epoch';

export const number = new Intl.NumberFormat('en');
number.formatToParts = () => 'parts';

export const generator = (function* () {})();
generator.next = () => ({ done: false, value: 'own' });
