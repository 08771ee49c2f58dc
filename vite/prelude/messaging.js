import { per_render } from './per_render.js';
import { require_arguments } from './arguments.js';
import { define_handler } from './events/event_target.js';
import { expose } from './expose.js';
import { OWN, require_own } from './illegal_constructor.js';

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
	 * @param {Transferable[] | StructuredSerializeOptions} [options]
	 */
	postMessage(message, options = []) {
		const transfer = Array.isArray(options) ? options : (options.transfer ?? []);
		if (transfer.includes(/** @type {any} */ (this)))
			throw new DOMException('a port cannot be sent through itself', 'DataCloneError');
		const ports = transfer.filter((each) => each instanceof MessagePort);
		const data = structuredClone(message, {
			transfer: transfer.filter((each) => !(each instanceof MessagePort))
		});
		const event = new MessageEvent('message', { data, ports: /** @type {any} */ (ports) }); // any: an own class
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
		if (other) other.#other = null;
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

	static {
		connect = (set_timeout) => {
			const ports = [new MessagePort(OWN, set_timeout), new MessagePort(OWN, set_timeout)];
			[ports[0].#other, ports[1].#other] = [ports[1], ports[0]];
			return ports;
		};
	}
}

define_handler(/** @type {any} */ (MessagePort), 'message', (port) => port.start()); // any: TypeScript has another EventTarget
define_handler(/** @type {any} */ (MessagePort), 'messageerror');

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
			if (!open.has(this)) throw new DOMException(`the channel ${this.#name} is closed`, 'InvalidStateError');
			for (const channel of open) {
				if (channel === this || channel.#name !== this.#name) continue;
				const event = new MessageEvent('message', { data: structuredClone(message) });
				globals.setTimeout(() => open.has(channel) && channel.dispatchEvent(event), 0);
			}
		}

		close() {
			open.delete(this);
		}

		ref() {}

		unref() {}
	}

	define_handler(/** @type {any} */ (BroadcastChannel), 'message'); // any: as above
	return Object.defineProperty(BroadcastChannel, 'name', { value: 'BroadcastChannel' });
};
