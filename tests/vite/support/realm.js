/** Contexts of Node's vm that have what an isolate has: the prelude's Web APIs, and modules of isolate/. */
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { make_prelude } from '../../../vite/ssr/prelude.js';
import { REPO } from './files.js';

const CACHE = path.join(REPO, '.cache', 'prelude', '.lissome');

/** @type {Promise<string> | undefined} */
let script;

/** The prelude. It is built once, and kept between runs. */
const prelude = () => (script ??= make());

async function make() {
	// several tests may build it at once, each in its own folder: what is complete is moved to its place
	const root = path.join(CACHE, '..', String(process.pid));
	const own = path.join(root, '.lissome');
	fs.mkdirSync(CACHE, { recursive: true });
	fs.cpSync(CACHE, own, { recursive: true });
	const project = { package_folder: path.join(REPO, 'vite'), root };
	const made = await make_prelude(/** @type {import('../../../vite/project.js').Project} */ (project));
	for (const name of fs.readdirSync(own)) fs.renameSync(path.join(own, name), path.join(CACHE, name));
	fs.rmSync(root, { recursive: true });
	return made;
}

/** A realm of its own. */
export class Realm {
	/** @type {Map<string, vm.SourceTextModule>} */
	#modules = new Map();

	/** @param {vm.Context} context */
	constructor(context) {
		this.context = context;
	}

	/** A realm with the Web APIs of the prelude. @param {boolean} is_seeded true if it has random numbers */
	static async create(is_seeded = true) {
		// an ordinary global object: that of other contexts cannot be frozen
		const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, { microtaskMode: 'afterEvaluate' });
		// Node gives each context V8's console, which mini-racer's isolates do not have
		vm.runInContext('delete globalThis.console', context);
		vm.runInContext(await prelude(), context);
		const realm = new Realm(context);
		if (is_seeded) realm.run(`__lissome_seed('${'5a'.repeat(32)}')`);
		return realm;
	}

	/**
	 * @param {string} code a script
	 * @returns {any} its value
	 */
	run(code) {
		return vm.runInContext(code, this.context);
	}

	/**
	 * The value of an asynchronous script.
	 *
	 * @param {string} code the body of an async function
	 * @returns {any}
	 */
	settled(code) {
		this.run(`globalThis.outcome = { waits: true }; (async () => { ${code} })().then(
			(value) => (globalThis.outcome = { value }), (error) => (globalThis.outcome = { error }))`);
		const { value, error, waits } = this.context.outcome;
		if (error) throw error;
		if (waits) throw new Error('it still waits');
		return value;
	}

	/**
	 * Evaluate a file of vite/ in the realm.
	 *
	 * @param {string} file
	 * @returns {Promise<any>} its exports
	 */
	async import(file) {
		const module = this.#module(path.join(REPO, 'vite', file));
		await module.link((specifier, referrer) =>
			this.#module(path.resolve(path.dirname(referrer.identifier), specifier))
		);
		await module.evaluate();
		return module.namespace;
	}

	/** @param {string} file */
	#module(file) {
		const known = this.#modules.get(file);
		if (known) return known;
		const options = { identifier: file, context: this.context };
		const module = new vm.SourceTextModule(fs.readFileSync(file, 'utf8'), options);
		this.#modules.set(file, module);
		return module;
	}
}
