/** @import { LoadEntry } from './entry_types.js' */
/** @import { IsolateState } from './host.js' */
/** @import { Graphs } from './loader/types.js' */
/** @import { ModuleUpdate } from './loader/module_updates.js' */
/** @import { RenderInput } from './messages.js' */
import { node_entries } from './node_entries.js';
import { serialize_error } from './errors.js';
import { find_free_names } from './free_names.js';
import { create_globals } from './globals.js';
import { Host } from './host.js';
import { FrozenRealm } from './realm/frozen_realm.js';
import { PatchableRealm } from './realm/patchable_realm.js';

/** what the answer of an isolate begins with that must be replaced, because it cannot remove what a render left in it */
const REPLACE_ISOLATE = 'l';

/** as in src/lissome/ssr/renderer.py */
const NO_ROUTE = 'the error page for addresses without a route';

/**
 * Make the only function that Python calls. Its message is its `this`, because a string is the cheapest thing to pass
 * into V8, and it answers with a string. docs/internals/rendering.md lists the messages.
 *
 * @param {Graphs} graphs
 * @param {(stack: string) => string} map_stack puts source files and lines into a stack
 * @param {((update: ModuleUpdate) => void) | null} [update_modules] in dev: takes modules that are new or have changed
 */
export function create_dispatcher(graphs, map_stack, update_modules = null) {
	/** @type {Record<string, Host>} renders that wait for something */
	const waiting = Object.create(null);
	let last = 0;
	/** the route of the render whose code ran last */
	let last_route = '';
	const find_names_of = find_free_names();
	const { realm, collect_garbage } = claim_realm();
	/** @type {IsolateState} */
	const isolate = {
		map_stack,
		rendering: null,
		is_frozen: realm instanceof FrozenRealm,
		is_dev: update_modules !== null
	};

	/** @param {Host} host of the render whose code runs next */
	function enter_render(host) {
		realm.enter(host);
		last_route = host.route;
		find_names_of(host.globals);
	}

	/** Evaluate and freeze the shared modules. They log to the render that Svelte is busy with. */
	function share_modules() {
		const log = (/** @type {string} */ level, /** @type {string} */ text) =>
			isolate.rendering?.log(level, text);
		realm.freeze(graphs.share(create_globals({ log, map_stack })));
	}

	/**
	 * Leave the render whose code ran last. If it was stopped in the middle, it has left Svelte in the middle of it.
	 *
	 * @returns {boolean} false: the isolate must be replaced
	 */
	function leave_render() {
		find_names_of(null);
		if (!realm.leave()) return false;
		isolate.rendering = null;
		graphs.reset();
		return true;
	}

	/**
	 * @param {'render' | 'call'} job
	 * @param {string} text
	 * @param {boolean} is_last_attempt true if it is not tried again in an isolate with another realm
	 */
	function start(job, text, is_last_attempt) {
		const host = new Host(isolate, is_last_attempt);
		const globals = (host.globals = create_globals(host));
		enter_render(host);
		const entry = (host.entry = recording(/** @type {LoadEntry} */ (graphs.make(globals, host)), host));
		try {
			const input = JSON.parse(text);
			host.url = input.url ?? '';
			if (job === 'render') last_route = host.route = input.route ?? NO_ROUTE;
			const run = () =>
				job === 'render'
					? entry('render').render(input, entry, host)
					: entry('call').call(input, entry, host);
			const ready = host.ready && host.ready(() => entries_of(job, input));
			const result = ready ? ready.then(run) : run();
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
		waiting[id] = host;
		result.then(
			(text) => (host.result = `${text}`),
			(error) => (host.result = failure(error, host))
		);
		return `p${id}`;
	}

	/** @param {string} id */
	function take(id) {
		const host = waiting[id];
		if (!host) return protocol_error(`there is no render ${id}`);
		if (host.result === null) return `w[${host.take()}]`;
		delete waiting[id];
		return host.result;
	}

	/** @param {string} message */
	function deliver(message) {
		const end = message.indexOf('\n');
		const host = waiting[message.slice(1, end)];
		const answers = JSON.parse(message.slice(end + 1));
		if (host) {
			enter_render(host);
			host.deliver(answers);
		}
		return '';
	}

	/** @param {string} which the id of a render, or a plus sign and an id for all renders after that one */
	function drop(which) {
		if (which[0] !== '+') delete waiting[which];
		else for (const id of Object.keys(waiting)) if (Number(id) > Number(which)) delete waiting[id];
		return '';
	}

	/**
	 * @param {unknown} error
	 * @param {Host} host of the render that threw it: each render has its own error classes
	 */
	function failure(error, host) {
		const serialized = host.entry('errors').serialize_error(error);
		const text = JSON.stringify({
			...serialized,
			stack: map_stack(serialized.stack),
			...(host.logged && { console: host.logged })
		});
		return `${host.is_refusal(serialized) ? 'x' : 'e'}${text}`;
	}

	/** @param {string} text a JSON object: a ModuleUpdate */
	function update(text) {
		update_modules?.(JSON.parse(text));
		share_modules();
		return '';
	}

	share_modules();

	/** @this {string} */
	return function enter() {
		// oxlint-disable-next-line unicorn/no-this-assignment -- it is a string
		const message = this;
		// before anything else: a render may have replaced even the methods of strings
		if (!leave_render()) return REPLACE_ISOLATE + last_route;
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
				return drop(message.slice(1));
			case 'g':
				collect_garbage?.();
				return '';
			case 'm':
				return update(message.slice(1));
			case 'q':
				return JSON.stringify(realm.changed_properties());
			default:
				return protocol_error(`unknown message ${JSON.stringify(message.slice(0, 20))}`);
		}
	};
}

/** @param {string} message */
function protocol_error(message) {
	return `e${JSON.stringify(serialize_error(new Error(message)))}`;
}

/**
 * In dev, record which entries a render has loaded.
 *
 * @param {LoadEntry} entry
 * @param {Host} host
 * @returns {LoadEntry}
 */
function recording(entry, { notes }) {
	if (notes === null) return entry;
	const record = (/** @type {any} */ name) => {
		notes.entries.add(name);
		return entry(name);
	};
	return /** @type {LoadEntry} */ (record);
}

/**
 * The entries that a job may load, besides the error page that `handle_error` names.
 *
 * @param {'render' | 'call'} job
 * @param {Partial<RenderInput> & { entries?: string[] }} input
 * @returns {string[]}
 */
function entries_of(job, { branch = [], errors = [], entries = [] }) {
	return [
		'hooks',
		...(job === 'call' ? ['params', 'env', ...entries] : node_entries([...branch, ...errors]))
	];
}

/** Make a realm of the globals, and delete what Python has put there for this code only. */
function claim_realm() {
	const is_patchable = globalThis.__lissome_patchable === true;
	const names = globalThis.__lissome_overridden ?? null;
	delete globalThis.__lissome_patchable;
	delete globalThis.__lissome_overridden;
	// V8 defines it because of its flag --expose-gc
	const collect_garbage = /** @type {(() => void) | undefined} */ (Reflect.get(globalThis, 'gc'));
	Reflect.set(globalThis, 'gc', undefined); // V8 lets nobody delete it
	// Python has seeded by now (prelude/crypto.js), and the app must not do it again
	delete globalThis.__lissome_seed;
	return { realm: is_patchable ? new PatchableRealm() : new FrozenRealm(names), collect_garbage };
}
