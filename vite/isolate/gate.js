import { describe } from './errors.js';
import { Host } from './host.js';
import { create_scope } from './scope.js';

/**
 * The only way in. The returned function is called with a message as `this`, because a string is the
 * cheapest thing that crosses into V8, and answers with a string. ARCHITECTURE.md lists the messages.
 *
 * @param {{ make: (scope: object, host: Host) => (name: string) => any, renew: (scope: object) => void }} graphs
 * @param {(stack: string) => string} locate puts source files and lines into a stack
 */
export function gate(graphs, locate) {
	/** @type {Map<string, Host>} renders that wait for something */
	const open = new Map();
	let last = 0;
	// Python has seeded by now (prelude/crypto.js), and that is not for the app to do
	delete globalThis.__lissome_seed;
	/** what renders share: `drawing` is the one that Svelte is busy with, null between renders */
	const stage = { locate, drawing: /** @type {Host | null} */ (null) };

	/** The shared chunks log to whoever is being drawn. */
	function renew() {
		stage.drawing = null;
		graphs.renew(create_scope({ log: (level, text) => stage.drawing?.log(level, text), locate }));
	}

	/**
	 * @param {'render' | 'call'} job
	 * @param {string} text
	 */
	function start(job, text) {
		// a render that was stopped in the middle has left Svelte in the middle of it
		if (stage.drawing) renew();
		const host = new Host(stage);
		const part = graphs.make(create_scope(host), host);
		host.part = part;
		try {
			const result = part(job)[job](JSON.parse(text), part, host);
			return typeof result === 'string' ? result : wait(result, host);
		} catch (error) {
			return failure(error, part);
		}
	}

	/**
	 * @param {Promise<string>} result
	 * @param {Host} host
	 */
	function wait(result, host) {
		const id = String(++last);
		open.set(id, host);
		result.then(
			(text) => (host.result = text),
			(error) => (host.result = failure(error, host.part))
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
	 * @param {(name: string) => any} part of the graph that threw it: its error classes are its own
	 */
	function failure(error, part) {
		const description = part('errors').describe(error);
		return `e${JSON.stringify({ ...description, stack: locate(description.stack) })}`;
	}

	/** @param {string} message */
	function unusable(message) {
		return `e${JSON.stringify(describe(new Error(message)))}`;
	}

	renew();

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
			case 'd':
				open.delete(message.slice(1));
				return '';
			default:
				return unusable(`unknown message ${JSON.stringify(message.slice(0, 20))}`);
		}
	};
}
