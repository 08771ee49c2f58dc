import { Host } from './host.js';
import { create_scope } from './scope.js';

/**
 * The only way in. The returned function is called with a message as `this`, because a string is the
 * cheapest thing that crosses into V8, and answers with a string. ARCHITECTURE.md lists the messages.
 *
 * @param {(scope: object) => (name: string) => any} make makes a module graph
 * @param {(stack: string) => string} locate puts source files and lines into a stack
 */
export function gate(make, locate) {
	/** @type {Map<string, Host>} renders that wait for something */
	const open = new Map();
	let last = 0;
	// seeding is not for the app: it is taken away before the first of its code runs
	const { __lissome_seed: seed } = globalThis;
	delete globalThis.__lissome_seed;

	/**
	 * @param {'render' | 'call'} job
	 * @param {string} text
	 */
	function start(job, text) {
		const host = new Host(locate);
		/** @type {(name: string) => any} */
		const part = make(create_scope(host, (name) => part(name)));
		try {
			const result = part(job)[job](JSON.parse(text), part, host);
			return typeof result === 'string' ? result : wait(result, host, part);
		} catch (error) {
			return failure(error, part);
		}
	}

	/**
	 * @param {Promise<string>} result
	 * @param {Host} host
	 * @param {(name: string) => any} part
	 */
	function wait(result, host, part) {
		const id = String(++last);
		open.set(id, host);
		result.then(
			(text) => (host.result = text),
			(error) => (host.result = failure(error, part))
		);
		return `p${id}`;
	}

	/** @param {string} id */
	function take(id) {
		const host = open.get(id);
		if (!host) return unusable(`there is no render ${id}`);
		if (host.result === null) return `w${JSON.stringify(host.take())}`;
		open.delete(id);
		return host.result;
	}

	/** @param {string} message */
	function deliver(message) {
		const end = message.indexOf('\n');
		open.get(message.slice(1, end))?.deliver(JSON.parse(message.slice(end + 1)));
		return '';
	}

	/**
	 * @param {unknown} error
	 * @param {(name: string) => any} part of the graph that threw it: kit's error classes are its own
	 */
	function failure(error, part) {
		const description = part('errors').describe(error);
		return `e${JSON.stringify({ ...description, stack: locate(description.stack) })}`;
	}

	/** @param {string} message */
	function unusable(message) {
		return `e${JSON.stringify({ kind: 'unknown', name: 'ProtocolError', message, stack: '', at: null })}`;
	}

	/** @this {string} */
	return function enter() {
		const message = this;
		switch (message[0]) {
			case 'r':
				return start('render', message.slice(1));
			case 'c':
				return start('call', message.slice(1));
			case 't':
				return take(message.slice(1));
			case 's':
				return deliver(message);
			case 'x':
				seed(message.slice(1));
				return '';
			case 'd':
				open.delete(message.slice(1));
				return '';
			default:
				return unusable(`unknown message ${JSON.stringify(message.slice(0, 20))}`);
		}
	};
}
