/** @import { Graph } from './dev_graph.js' */
/** @import { Leftovers } from './dev_leftovers.js' */
import { Host } from './isolate/host.js';

/** how long a render may do nothing that we can see, in ms, before Python is told that it asks for nothing */
const PATIENCE = 10_000;

/** the same while Python carries something out, of which it may have an answer at any time */
const SHORT = 5;

/**
 * isolate/gate.js for dev: the same messages, but modules are loaded asynchronously, so every answer waits
 * until there is one worth a trip.
 */
export class DevGate {
	/** @type {Map<string, { host: PatientHost, graph: Graph }>} */
	#open = new Map();

	#last = 0;

	/** renders that have begun and not ended */
	#running = 0;

	/**
	 * @param {(host: Host) => Graph} make
	 * @param {(stack: string) => string} locate
	 * @param {Leftovers} leftovers
	 */
	constructor(make, locate, leftovers) {
		this.make = make;
		this.locate = locate;
		this.leftovers = leftovers;
	}

	/**
	 * @param {string} message
	 * @returns {Promise<string>}
	 */
	async answer(message) {
		switch (message[0]) {
			case 'r':
				return this.#start('render', message.slice(1));
			case 'c':
				return this.#start('call', message.slice(1));
			case 't':
				return this.#take(message.slice(1));
			case 's':
				return this.#deliver(message);
			case 'd':
				return this.#forget(message.slice(1));
			default:
				throw new Error(`unknown message ${JSON.stringify(message.slice(0, 20))}`);
		}
	}

	/**
	 * @param {'render' | 'call'} job
	 * @param {string} text
	 */
	async #start(job, text) {
		// what runs on from renders that have ended may have changed something since
		if (this.#running === 0) this.leftovers.log(this.leftovers.take_back());
		const host = new PatientHost({ locate: this.locate, drawing: null });
		const graph = this.make(host);
		host.part = graph.part;
		this.#running += 1;
		run(job, JSON.parse(text), graph, host).then(
			(result) => host.finish(this.#with_notes(result, host)),
			(error) => host.finish(this.#with_notes(failure(error, graph), host))
		);
		await host.news(PATIENCE);
		const id = String(++this.#last);
		this.#open.set(id, { host, graph });
		return host.result === null ? `p${id}` : this.#finish(id, host.result);
	}

	/**
	 * Take back what the render has left behind, and log it with the page.
	 *
	 * @param {string} answer
	 * @param {PatientHost} host
	 */
	#with_notes(answer, host) {
		this.#running -= 1;
		// what renders that overlap have changed cannot be told apart: the last one takes it back
		const changes = this.#running === 0 ? this.leftovers.take_back() : [];
		const notes = [...changes, ...this.leftovers.timers(host.timer_stacks())];
		if (notes.length === 0) return answer;
		if (answer[0] !== 'k') {
			this.leftovers.log(notes);
			return answer;
		}
		const [meta, ...rest] = answer.slice(1).split('\0');
		const { console: logged = [], ...others } = JSON.parse(meta);
		return [`k${JSON.stringify({ ...others, console: [...logged, ...notes.map((note) => ['warning', note])] })}`, ...rest].join('\0');
	}

	/** @param {string} id */
	async #take(id) {
		const { host } = this.#found(id);
		await host.news(host.owed > 0 ? SHORT : PATIENCE);
		return host.result === null ? `w${JSON.stringify(host.take())}` : this.#finish(id, host.result);
	}

	/** @param {string} message */
	async #deliver(message) {
		const end = message.indexOf('\n');
		const { host, graph } = this.#found(message.slice(1, end));
		const answers = JSON.parse(message.slice(end + 1));
		for (const { value } of answers) await graph.load(nodes_of([value?.node, ...(value?.errors ?? [])]));
		host.deliver(answers);
		return '';
	}

	/**
	 * @param {string} id
	 * @param {string} result
	 */
	#finish(id, result) {
		this.#forget(id);
		return result;
	}

	/** @param {string} id */
	#forget(id) {
		this.#open.get(id)?.graph.close();
		this.#open.delete(id);
		return '';
	}

	/** @param {string} id */
	#found(id) {
		const found = this.#open.get(id);
		if (!found) throw new Error(`there is no render ${id}`);
		return found;
	}
}

/** A host that can be waited for. */
class PatientHost extends Host {
	/** requests that Python has taken and not yet answered */
	owed = 0;

	/** @type {Map<number, string>} where timers were started that still run */
	#timers = new Map();

	#news = false;

	#wake = () => {};

	ask(request) {
		const answer = super.ask(request);
		this.#tell();
		return answer;
	}

	timer(callback, ms) {
		const id = super.timer(callback, ms);
		this.#timers.set(id, new Error().stack ?? '');
		this.#tell();
		return id;
	}

	clear(id) {
		this.#timers.delete(id);
		super.clear(id);
	}

	timer_stacks() {
		return [...this.#timers.values()];
	}

	take() {
		const requests = super.take();
		this.owed += requests.length;
		this.#news = this.result !== null;
		return requests;
	}

	deliver(answers) {
		this.owed -= answers.length;
		answers.forEach(({ id }) => this.#timers.delete(id));
		super.deliver(answers);
	}

	/** @param {string} result */
	finish(result) {
		this.result = result;
		this.#tell();
	}

	/**
	 * Until the render has finished or asks for something.
	 *
	 * @param {number} ms at most
	 * @returns {Promise<void>}
	 */
	news(ms) {
		if (this.#news) return Promise.resolve();
		return new Promise((resolve) => {
			const timeout = setTimeout(resolve, ms);
			this.#wake = () => {
				clearTimeout(timeout);
				resolve();
			};
		});
	}

	#tell() {
		this.#news = true;
		this.#wake();
	}
}

/**
 * @param {'render' | 'call'} job
 * @param {any} input
 * @param {Graph} graph
 * @param {Host} host
 * @returns {Promise<string>}
 */
async function run(job, input, graph, host) {
	const parts = job === 'render' ? nodes_of([...input.branch, ...(input.errors ?? [])]) : [input.fn === 'environment' ? 'env' : 'params'];
	await graph.load(['errors', job, 'hooks', ...parts]);
	const answer = await graph.part(job)[job](input, graph.part, host);
	return job === 'render' ? with_styles(answer, await graph.styles()) : answer;
}

/** @param {Array<number | null | undefined>} indexes */
function nodes_of(indexes) {
	return indexes.filter((index) => typeof index === 'number').map((index) => `n${index}`);
}

/**
 * @param {string} answer `k`, meta, head and body
 * @param {string} css
 */
function with_styles(answer, css) {
	if (!css) return answer;
	const [meta, head, body] = answer.split('\0');
	// kit's client removes this one element when it has started
	const style = `<style data-sveltekit>${css.replaceAll('\0', '').replaceAll('</style', '<\\/style')}</style>`;
	return [meta, head + style, body].join('\0');
}

/**
 * @param {any} error
 * @param {Graph} graph whose error classes are its own
 */
function failure(error, graph) {
	const { renders } = graph;
	// what failed before there was any code of the app: a module that cannot be made
	if (error?.frame || error?.plugin) return `e${JSON.stringify(renders.describe(error))}`;
	try {
		const description = graph.part('errors').describe(error);
		return `e${JSON.stringify({ ...description, stack: renders.locate(description.stack) })}`;
	} catch {
		return `e${JSON.stringify(renders.describe(error))}`;
	}
}
