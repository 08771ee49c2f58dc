import Emitter, { EventEmitter, getEventListeners, on, once } from 'events';
import { telling_all } from '#lib/tell.js';

class Own extends EventEmitter {
	constructor() {
		super();
		this.seen = [];
	}
	note(name) {
		return (...given) => this.seen.push([name, ...given]);
	}
}

export const load = telling_all({
	exports: () => [
		Emitter === EventEmitter,
		EventEmitter.EventEmitter === EventEmitter,
		EventEmitter.defaultMaxListeners,
		typeof EventEmitter.once
	],
	emit: () => {
		const own = new Own();
		own.on('x', own.note('on')).addListener('x', own.note('added')).prependListener('x', own.note('first'));
		return [own.emit('x', 1, 2), own.emit('y'), own.seen];
	},
	once: () => {
		const own = new Own();
		own.once('x', own.note('once'));
		own.prependOnceListener('x', own.note('before'));
		own.emit('x', 1);
		return [own.emit('x', 2), own.seen];
	},
	removed: () => {
		const own = new Own();
		const listener = own.note('x');
		own.on('x', listener).on('x', listener).off('x', listener);
		own.emit('x');
		own.removeAllListeners('x');
		return [own.seen.length, own.listenerCount('x'), own.eventNames()];
	},
	this: () => {
		const own = new Own();
		let found;
		own.on('x', function () {
			found = this === own;
		});
		own.emit('x');
		return found;
	},
	listeners: () => {
		const own = new Own();
		const listener = () => {};
		const symbol = Symbol('s');
		own.once('x', listener).on(symbol, listener);
		return [
			own.listeners('x')[0] === listener,
			own.rawListeners('x')[0] === listener,
			own.eventNames().length,
			getEventListeners(own, 'x').length
		];
	},
	newlistener: () => {
		const own = new Own();
		own
			.on('newListener', (name) => own.seen.push(`new ${name}`))
			.on('removeListener', (name) => own.seen.push(`gone ${name}`));
		const listener = () => {};
		own.on('x', listener).off('x', listener);
		return own.seen;
	},
	copied: () => {
		const own = new Own();
		own.on('x', () => own.on('x', own.note('late')));
		own.emit('x');
		return own.seen;
	},
	error: () => new Own().emit('error', new RangeError('own')),
	errortext: () => new Own().emit('error', 'text'),
	errorheard: () => new Own().on('error', () => {}).emit('error', new Error('x')),
	promise: async () => {
		const own = new Own();
		queueMicrotask(() => own.emit('x', 1, 2));
		return once(own, 'x');
	},
	rejected: async () => {
		const own = new Own();
		queueMicrotask(() => own.emit('error', new RangeError('own')));
		return once(own, 'x');
	},
	ontarget: async () => {
		const target = new EventTarget();
		queueMicrotask(() => target.dispatchEvent(new Event('x')));
		return (await once(target, 'x'))[0].type;
	},
	iterated: async () => {
		const own = new Own();
		queueMicrotask(() => (own.emit('x', 1), own.emit('x', 2)));
		const seen = [];
		for await (const [item] of on(own, 'x')) {
			seen.push(item);
			if (item === 2) break;
		}
		return [seen, own.listenerCount('x')];
	},
	notafunction: () => new Own().on('x', 'y'),
	most: () => {
		const own = new Own().setMaxListeners(20);
		return own.getMaxListeners();
	},
	inherited: () => {
		function Old() {
			EventEmitter.call(this);
		}
		Old.prototype = Object.create(EventEmitter.prototype, { constructor: { value: Old } });
		const old = new Old();
		let heard = 0;
		old.on('x', (by) => (heard += by));
		old.emit('x', 3);
		return [heard, old instanceof EventEmitter];
	},
	mixedin: () => {
		const target = Object.assign({}, EventEmitter.prototype);
		const seen = [];
		target.on('x', (item) => seen.push(item));
		target.emit('x', 'mixed');
		return seen;
	}
});
