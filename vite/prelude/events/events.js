import { require_arguments } from '../arguments.js';
import { Event } from './event.js';

/**
 * Make a class of events that have nothing but more attributes.
 *
 * @param {string} name
 * @param {Record<string, unknown>} attributes with their default values
 */
function event_class(name, attributes) {
	const names = Object.keys(attributes);
	const made = class extends Event {
		#values;

		/**
		 * @param {string} type
		 * @param {any} [init] any: by the class
		 */
		constructor(type, init = {}) {
			require_arguments(name, arguments.length, 1);
			super(type, init ?? {});
			this.#values = Object.fromEntries(names.map((key) => [key, init?.[key] ?? attributes[key]]));
		}

		/** @override */
		get [Symbol.toStringTag]() {
			return name;
		}

		static {
			for (const key of names) {
				Object.defineProperty(this.prototype, key, {
					/** @this {InstanceType<typeof made>} */
					get() {
						return this.#values[key];
					},
					enumerable: true,
					configurable: true
				});
			}
		}
	};
	return made;
}

export const CustomEvent = event_class('CustomEvent', { detail: null });
export const CloseEvent = event_class('CloseEvent', { code: 0, reason: '', wasClean: false });
export const MessageEvent = event_class('MessageEvent', {
	data: null,
	origin: '',
	lastEventId: '',
	source: null,
	ports: Object.freeze([])
});
export const ErrorEvent = event_class('ErrorEvent', {
	message: '',
	filename: '',
	lineno: 0,
	colno: 0,
	error: undefined
});
