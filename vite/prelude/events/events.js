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
			super(type, init);
			this.#values = Object.fromEntries(names.map((key) => [key, converted(init?.[key], attributes[key])]));
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

/**
 * A value as it is kept: of the type of the default.
 *
 * @param {unknown} value
 * @param {unknown} otherwise the default
 */
function converted(value, otherwise) {
	if (value === undefined) return otherwise;
	if (Array.isArray(otherwise)) return Object.freeze([.../** @type {Iterable<unknown>} */ (value)]);
	if (typeof otherwise === 'string') return `${value}`.toWellFormed();
	if (typeof otherwise === 'number') return Number(value) >>> 0;
	return typeof otherwise === 'boolean' ? Boolean(value) : value;
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
