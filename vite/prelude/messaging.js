import { per_render } from './per_render.js';
import { require_arguments } from './arguments.js';
import { define_handler } from './events/event_target.js';
import { expose } from './expose.js';
import { OWN, require_own } from './illegal_constructor.js';
import { clone_error } from './clone_refusals.js';
import { add_transferrer, clone_with } from './structured_clone.js';

/** @typedef {(callback: () => void, ms: number) => unknown} SetTimeout */

/** @type {(set_timeout: SetTimeout) => MessagePort[]} makes the two ends of a channel */
let connect;

/** One end of a channel (https://html.spec.whatwg.org/#messageport). Messages arrive in tasks of the render. */
class MessagePort extends EventTarget {
	#set_timeout;

	/** @type {MessagePort | null} null once the channel is closed */
	#other = null;

	/** @type {MessageEvent[]} messages that wait for `start` */
	#waiting = [];

	#is_started = false;

	/** true once another port has taken its place */
	#is_transferred = false;

	/**
	 * @param {unknown} key
	 * @param {SetTimeout} set_timeout
	 */
	constructor(key, set_timeout) {
		require_own(key);
		super();
		this.#set_timeout = set_timeout;
	}

	/**
	 * @param {unknown} message
	 * @param {Iterable<unknown> | { transfer?: Iterable<unknown> } | null} [options]
	 */
	postMessage(message, options) {
		require_arguments('postMessage', arguments.length, 1);
		const transfer = transfer_list(options);
		if (transfer.includes(this)) throw clone_error('a port cannot be sent through itself');
		const { copy, transferred } = clone_with(message, transfer);
		const ports = transferred.filter((each) => each instanceof MessagePort);
		const event = new MessageEvent('message', { data: copy, ports: /** @type {any} */ (ports) }); // any: an own class
		if (this.#other) this.#other.#receive(event);
	}

	start() {
		if (this.#is_started) return;
		this.#is_started = true;
		for (const event of this.#waiting.splice(0)) this.#dispatch(event);
	}

	close() {
		const other = this.#other;
		this.#other = null;
		if (!other) return;
		other.#other = null;
		this.#set_timeout(() => other.dispatchEvent(new Event('close')), 0);
	}

	ref() {}

	unref() {}

	/** @param {MessageEvent} event */
	#receive(event) {
		if (this.#is_started) this.#dispatch(event);
		else this.#waiting.push(event);
	}

	/** @param {MessageEvent} event */
	#dispatch(event) {
		this.#set_timeout(() => this.dispatchEvent(event), 0);
	}

	/** The port that is to have this one's place, and its messages. */
	#moved() {
		if (this.#is_transferred) throw clone_error('the port has been transferred already');
		const copy = new MessagePort(OWN, this.#set_timeout);
		const move = () => {
			this.#is_transferred = true;
			copy.#other = this.#other;
			copy.#waiting = this.#waiting.splice(0);
			if (this.#other) this.#other.#other = copy;
			this.#other = null;
		};
		return { copy, move };
	}

	static {
		add_transferrer(MessagePort, (/** @type {MessagePort} */ port) => port.#moved());
		connect = (set_timeout) => {
			const ports = [new MessagePort(OWN, set_timeout), new MessagePort(OWN, set_timeout)];
			[ports[0].#other, ports[1].#other] = [ports[1], ports[0]];
			return ports;
		};
	}
}

define_handler(/** @type {any} */ (MessagePort), 'message', (port) => port.start()); // any: TypeScript has another EventTarget
for (const name of ['messageerror', 'close']) define_handler(/** @type {any} */ (MessagePort), name);

expose({ MessagePort });

per_render.MessageChannel = (globals) =>
	class MessageChannel {
		/** @type {MessagePort} */
		port1;

		/** @type {MessagePort} */
		port2;

		constructor() {
			[this.port1, this.port2] = connect(globals.setTimeout);
		}
	};

/**
 * @param {Iterable<unknown> | { transfer?: Iterable<unknown> } | null} [options]
 * @returns {unknown[]}
 */
function transfer_list(options) {
	if (options === undefined || options === null) return [];
	if (Object(options) !== options)
		throw new TypeError('postMessage takes an array of what is transferred, or options');
	const transfer = Symbol.iterator in options ? options : options.transfer;
	return transfer === undefined ? [] : [...transfer];
}

/** Channels reach the channels of the same name in the same render: others must learn nothing of it. */
per_render.BroadcastChannel = (globals) => {
	/** @type {Set<BroadcastChannel>} */
	const open = new Set();

	class BroadcastChannel extends EventTarget {
		#name;

		/** @param {string} name */
		constructor(name) {
			require_arguments('BroadcastChannel', arguments.length, 1);
			super();
			this.#name = `${name}`;
			open.add(this);
		}

		get name() {
			return this.#name;
		}

		/** @param {unknown} message */
		postMessage(message) {
			require_arguments('postMessage', arguments.length, 1);
			if (!open.has(this)) throw new DOMException(`the channel ${this.#name} is closed`, 'InvalidStateError');
			const sent = clone_with(message).copy; // by now: the message may be changed later, and may be refused
			for (const channel of open) {
				if (channel === this || channel.#name !== this.#name) continue;
				const event = new MessageEvent('message', { data: clone_with(sent).copy });
				globals.setTimeout(() => open.has(channel) && channel.dispatchEvent(event), 0);
			}
		}

		close() {
			open.delete(this);
		}

		ref() {}

		unref() {}
	}

	for (const name of ['message', 'messageerror']) define_handler(/** @type {any} */ (BroadcastChannel), name); // any: as above
	return Object.defineProperty(BroadcastChannel, 'name', { value: 'BroadcastChannel' });
};
