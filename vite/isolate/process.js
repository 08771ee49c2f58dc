import { enable_overrides } from './realm/realm.js';

/**
 * Node's `process`, as far as libraries read it where there is no Node. There is no `versions.node`, and no
 * `Symbol.toStringTag` that says `[object process]`: libraries recognise Node by them, and then use its modules.
 */
class Process {
	title = 'lissome';
	platform = 'linux';
	version = '';
	versions = {};
	/** @type {string[]} */
	argv = [];
	/** @type {string[]} */
	execArgv = [];
	exitCode = undefined;
	env = public_environment();
	nextTick = next_tick;
	hrtime = hrtime;

	cwd() {
		return '/';
	}

	/** The permissions that a new file does not get; packages ask when they are imported. */
	umask() {
		return 0o22;
	}

	uptime() {
		return performance.now() / 1000;
	}

	/** @param {{ console: any }} globals any: a Console's methods are made by name */
	constructor({ console }) {
		// in no method: node:process is another object with the same properties
		this.emitWarning = (/** @type {unknown} */ warning) => console.warn(warning);
		this.stdout = new Output(1, (text) => console.log(text));
		this.stderr = new Output(2, (text) => console.error(text));
	}

	on() {
		return this;
	}

	off() {
		return this;
	}

	emit() {
		return false;
	}

	listeners() {
		return [];
	}

	listenerCount() {
		return 0;
	}
}

/** `process.stdout` and `stderr`: a page has no terminal, so what is written goes into the server's log. */
class Output {
	writable = true;
	#log;

	/**
	 * @param {number} fd
	 * @param {(text: string) => void} log
	 */
	constructor(fd, log) {
		this.fd = fd;
		this.#log = log;
	}

	/** @param {unknown} chunk */
	write(chunk) {
		const text =
			typeof chunk === 'string' ? chunk : new TextDecoder().decode(/** @type {Uint8Array} */ (chunk));
		this.#log(text.replace(/\n$/, ''));
		return true;
	}

	end() {
		return this;
	}

	on() {
		return this;
	}

	once() {
		return this;
	}
}

for (const name of [
	'addListener',
	'once',
	'prependListener',
	'removeListener',
	'removeAllListeners',
	'setMaxListeners'
]) {
	Object.assign(Process.prototype, { [name]: Process.prototype.on });
}
for (const name of ['abort', 'chdir', 'dlopen', 'exit', 'kill', 'memoryUsage', 'cpuUsage']) {
	Object.assign(Process.prototype, {
		[name]() {
			throw new Error(
				`process.${name}() was called while rendering: there is no process of Node's. Do it in Python.`
			);
		}
	});
}

// libraries wrap them (graceful-fs: `process.cwd = …`), and the classes are frozen like everything that renders share
enable_overrides([Process.prototype, Output.prototype]);

/** @param {any} globals any: a RenderGlobals */
export const create_process = (globals) => new Process(globals);

/** The variables that the browser may see too: those of kit's $app/env/public. */
function public_environment() {
	const values = Object.entries(globalThis.__lissome_env?.() ?? {});
	const texts = values.map(([name, value]) => [name, String(value)]);
	return new Proxy({ NODE_ENV: process.env.NODE_ENV, ...Object.fromEntries(texts) }, { set: set_text });
}

/**
 * @param {object} target
 * @param {PropertyKey} name
 * @param {unknown} value
 */
function set_text(target, name, value) {
	return Reflect.set(target, name, `${value}`);
}

/**
 * @param {Function} callback
 * @param {...unknown} args
 */
function next_tick(callback, ...args) {
	queueMicrotask(() => callback(...args));
}

/** @param {[seconds: number, nanoseconds: number]} [since] */
function hrtime(since = [0, 0]) {
	const nanoseconds = hrtime.bigint() - BigInt(since[0]) * 1_000_000_000n - BigInt(since[1]);
	return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)];
}

hrtime.bigint = () => BigInt(Math.round(performance.now() * 1000)) * 1000n;
