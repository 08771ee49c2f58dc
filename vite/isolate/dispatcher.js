import { Console } from './console.js';
import { describe } from './errors.js';
import { Host, nodes } from './host.js';
import { PatchableRealm } from './realm/patchable_realm.js';
import { FrozenRealm } from './realm/realm.js';
import { create_scope } from './globals.js';

/** the answer of an isolate in which something is left that cannot be removed */
const SPOILED = 'x{}';

/**
 * @typedef {object} Graphs see loader.js
 * @property {(scope: object, host: Host) => (name: string) => any} make also sets the host's `ready`
 * @property {(scope: object) => unknown[]} share
 * @property {() => void} reset
 */

/**
 * The only way in. The returned function is called with a message as `this`, because a string is the
 * cheapest thing that crosses into V8, and answers with a string. ARCHITECTURE.md lists the messages.
 *
 * @param {Graphs} graphs
 * @param {(stack: string) => string} locate puts source files and lines into a stack
 * @param {((update: any) => void) | null} [define] in dev: takes modules that are new or have changed
 */
export function create_dispatcher(graphs, locate, define = null) {
	/** @type {Record<string, Host>} renders that wait for something */
	const open = Object.create(null);
	let last = 0;
	const { realm, collect } = take_possession();
	/** what renders share: `drawing` is the one that Svelte is busy with, null between renders */
	const stage = { locate, drawing: /** @type {Host | null} */ (null), is_frozen: realm instanceof FrozenRealm, is_dev: define !== null };

	/** The shared chunks log to whoever is being drawn. */
	function share() {
		realm.freeze(graphs.share(create_scope({ log: (level, text) => stage.drawing?.log(level, text), locate })));
	}

	/**
	 * Let a render's code run. One that was stopped in the middle has left Svelte in the middle of it.
	 *
	 * @param {Host | null} host
	 * @returns {boolean} false: the isolate must not be used any more
	 */
	function enter_realm(host) {
		stage.drawing = null;
		graphs.reset();
		return realm.enter(host);
	}

	/**
	 * @param {'render' | 'call'} job
	 * @param {string} text
	 * @param {boolean} is_last whether it is not tried once more in another realm
	 */
	function start(job, text, is_last) {
		const host = new Host(stage, is_last);
		if (!enter_realm(host)) return SPOILED;
		const entry = (host.entry = recording(graphs.make(create_scope(host), host), host));
		try {
			const input = JSON.parse(text);
			host.url = input.url ?? '';
			const ready = host.ready && host.ready(() => entries_of(job, input));
			const result = ready ? ready.then(() => entry(job)[job](input, entry, host)) : entry(job)[job](input, entry, host);
			return typeof result === 'string' ? result : wait(result, host);
		} catch (error) {
			return failure(error, host);
		}
	}

	/**
	 * @param {Promise<string>} result
	 * @param {Host} host
	 */
	function wait(result, host) {
		const id = `${++last}`;
		open[id] = host;
		result.then(
			(text) => (host.result = text),
			(error) => (host.result = failure(error, host))
		);
		return `p${id}`;
	}

	/** @param {string} id */
	function take(id) {
		const host = open[id];
		if (!enter_realm(null)) return SPOILED;
		if (!host) return unusable(`there is no render ${id}`);
		if (host.result === null) return `w${JSON.stringify(host.take())}`;
		delete open[id];
		return host.result;
	}

	/** @param {string} message */
	function deliver(message) {
		if (!enter_realm(null)) return SPOILED;
		const end = message.indexOf('\n');
		const host = open[message.slice(1, end)];
		const answers = JSON.parse(message.slice(end + 1));
		realm.enter(host ?? null);
		host?.deliver(answers);
		return '';
	}

	/**
	 * @param {unknown} error
	 * @param {Host} host of the render that threw it: its error classes are its own
	 */
	function failure(error, host) {
		const description = host.entry('errors').describe(error);
		const text = JSON.stringify({ ...description, stack: locate(description.stack), ...(host.logged && { console: host.logged }) });
		return `${host.is_refusal(description) ? 'x' : 'e'}${text}`;
	}

	/** @param {string} text a JSON object, see define.js */
	function update(text) {
		if (!enter_realm(null)) return SPOILED;
		define?.(JSON.parse(text));
		share();
		return '';
	}

	/** @param {string} message */
	function unusable(message) {
		return `e${JSON.stringify(describe(new Error(message)))}`;
	}

	share();

	/** @this {string} */
	return function enter() {
		const message = this;
		switch (message[0]) {
			case 'r':
				return start('render', message.slice(1), false);
			case 'c':
				return start('call', message.slice(1), false);
			case '!':
				return start(message[1] === 'r' ? 'render' : 'call', message.slice(2), true);
			case 't':
				return take(message.slice(1));
			case 's':
				return deliver(message);
			case 'd':
				delete open[message.slice(1)];
				return '';
			case 'g':
				collect?.();
				return '';
			case 'm':
				return update(message.slice(1));
			case 'q':
				return enter_realm(null) ? JSON.stringify(realm.places()) : SPOILED;
			default:
				return unusable(`unknown message ${JSON.stringify(message.slice(0, 20))}`);
		}
	};
}

/**
 * In dev, note what a render has asked for.
 *
 * @param {(name: string) => any} entry
 * @param {Host} host
 */
function recording(entry, { notes }) {
	if (notes === null) return entry;
	return (/** @type {string} */ name) => {
		notes.entries.add(name);
		return entry(name);
	};
}

/**
 * What a job may ask its graph for, besides the error page that `handle_error` names.
 *
 * @param {'render' | 'call'} job
 * @param {any} input
 * @returns {string[]}
 */
function entries_of(job, { branch = [], errors = [], entries = [] }) {
	return ['hooks', ...(job === 'call' ? ['params', 'env', ...entries] : nodes([...branch, ...errors]))];
}

/** The realm is ours from here on: what Python has put there for us only is taken away. */
function take_possession() {
	const is_patchable = globalThis.__lissome_patchable === true;
	delete globalThis.__lissome_patchable;
	// V8's own, there by its flag --expose-gc
	const collect = /** @type {(() => void) | undefined} */ (Reflect.get(globalThis, 'gc'));
	Reflect.deleteProperty(globalThis, 'gc');
	// Python has seeded by now (prelude/crypto.js), and that is not for the app to do
	delete globalThis.__lissome_seed;
	const realm = is_patchable ? new PatchableRealm([Console.prototype]) : new FrozenRealm([Console.prototype]);
	return { realm, collect };
}
