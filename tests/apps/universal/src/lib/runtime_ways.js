import async_hooks from 'node:async_hooks';
import buffer from 'node:buffer';
import node_crypto from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import events from 'node:events';
import path from 'node:path';
import querystring from 'node:querystring';
import node_stream from 'node:stream';
import util from 'node:util';
import { attempt, kept, number_of, on, replaced, user_of } from './ways.js';

/** @import { Way } from './ways.js' */

/** @type {any} the types have neither all classes of the runtime nor what is left on them */
const realm = globalThis;

const channel = () => new BroadcastChannel('all');
/** @type {any} made when it is needed: the browser loads this file too, and has none of these modules */
const made = {};
const emitter = () => (made.emitter ??= new events.EventEmitter());
const stored = () => (made.stored ??= new async_hooks.AsyncLocalStorage());
const ports = new MessageChannel();
const shared_form = new FormData();
const shared_stream = new TransformStream();
const { prototype } = Object.getPrototypeOf(Uint8Array);

/**
 * Who has left a listener of an emitter.
 *
 * @param {any} from
 */
function answer(from) {
	/** @type {{ user?: string }} */
	const to = {};
	from.emit?.('left', to);
	return to.user;
}

/**
 * Something left on the prototype of a class of the runtime.
 *
 * @param {string} name
 */
const on_class = (name) => on(() => realm[name].prototype);

/**
 * Ways through what the runtime has besides the language: what a browser or Node has.
 *
 * @type {Record<string, Way>}
 */
export const runtime_ways = {
	// prototypes and constructors
	blobs: on_class('Blob'),
	files: on_class('File'),
	forms: on_class('FormData'),
	form_iterators: on(() => Object.getPrototypeOf(new FormData().entries())),
	readable_streams: on_class('ReadableStream'),
	stream_iterators: on(() => Object.getPrototypeOf(new ReadableStream()[Symbol.asyncIterator]())),
	stream_readers: on(() => Object.getPrototypeOf(new ReadableStream().getReader())),
	writable_streams: on_class('WritableStream'),
	transform_streams: on_class('TransformStream'),
	queuing: on_class('CountQueuingStrategy'),
	text_streams: on_class('TextDecoderStream'),
	compression: on_class('CompressionStream'),
	patterns: on_class('URLPattern'),
	channels: on_class('BroadcastChannel'),
	message_ports: on(() => Object.getPrototypeOf(ports.port1)),
	message_events: on_class('MessageEvent'),
	custom_events: on_class('CustomEvent'),
	event_targets: on_class('EventTarget'),
	signals: on_class('AbortSignal'),
	requests: on_class('Request'),
	header_iterators: on(() => Object.getPrototypeOf(new Headers().entries())),
	exceptions: on_class('DOMException'),
	performances: on_class('Performance'),
	marks: on_class('PerformanceMark'),
	crypto_keys: on_class('CryptoKey'),
	subtle: on(() => crypto.subtle),
	sockets: on_class('WebSocket'),
	navigators: on(() => navigator),
	buffers: on(() => buffer.Buffer.prototype),
	buffer_class: on(() => realm.Buffer),
	typed_arrays: on(() => prototype),
	static_abort: on(() => AbortSignal.abort),
	constructors: on(() => realm.Blob),

	// functions
	fetched: replaced(realm, 'fetch', () => () => Promise.resolve(new Response('x'))),
	buffer_from: replaced(realm.Buffer, 'from', () => () => null),
	response_json: replaced(Response, 'json', () => () => null),
	next_tick: replaced(realm.process, 'nextTick', () => () => {}),
	immediate: replaced(realm, 'setImmediate', () => () => {}),
	random_values: replaced(crypto, 'getRandomValues', () => (/** @type {any} */ x) => x),
	cloned: replaced(Request.prototype, 'clone', () => () => null),
	stream_pipe: replaced(ReadableStream.prototype, 'pipeTo', () => async () => {}),
	process_cwd: replaced(realm.process, 'cwd', () => () => '/'),
	inspected: replaced(util, 'inspect', () => () => ''),
	joined: replaced(path, 'join', () => () => ''),
	escaped: replaced(querystring, 'escape', () => () => ''),

	// state of the runtime
	environment: on(() => process.env),
	process_itself: on(() => process),
	process_listeners: {
		find: () => answer(process),
		leave: (user) => process.on?.('left', (/** @type {any} */ to) => (to.user = user))
	},
	free_name: { find: () => attempt(() => Function('return free_left')()), leave: (user) => (realm.free_left = user) },
	assigned_name: { find: () => attempt(() => Function('return name_left')()), leave: (user) => Function('user', 'name_left = user')(user) },
	parent_of_globals: on(() => Object.getPrototypeOf(Function('return this')())),
	exit_code: { find: () => user_of(process.exitCode), leave: (user) => (process.exitCode = number_of(user)) },
	navigator_data: on(() => Object.getPrototypeOf(navigator)),
	performance_entries: {
		find: () => performance.getEntriesByType('mark').map(({ name }) => name).join(),
		leave: (user) => performance.mark(user)
	},
	performance_observer: {
		find: () => (performance.mark('seen'), kept.get('observed')),
		leave: (user) => new PerformanceObserver(() => kept.set('observed', user)).observe({ entryTypes: ['mark'] })
	},
	broadcast: {
		find: () => (channel().postMessage('x'), kept.get('heard')),
		leave: (user) => (channel().onmessage = () => kept.set('heard', user))
	},
	port_messages: {
		find: () => kept.get('received'),
		leave: (user) => ((ports.port1.onmessage = ({ data }) => kept.set('received', data)), ports.port2.postMessage(user))
	},
	form_data: { find: () => shared_form.get('user'), leave: (user) => shared_form.append('user', user) },
	stream_chunks: {
		find: () => (shared_stream.readable.locked ? kept.get('user') : ''),
		leave: (user) => (shared_stream.writable.locked || shared_stream.writable.getWriter().write(user).catch(() => {}), shared_stream.readable.locked || shared_stream.readable.getReader(), kept.set('user', user))
	},
	signal_any: {
		find: () => kept.get('aborted'),
		leave: (user) => AbortSignal.any([AbortSignal.abort(user)]).aborted && kept.set('aborted', user)
	},
	signal_timeout: { find: () => kept.get('timed'), leave: (user) => AbortSignal.timeout(0).addEventListener('abort', () => kept.set('timed', user)) },
	subtle_key: {
		find: () => kept.get('key')?.left,
		leave: (user) => crypto.subtle.importKey('raw', new TextEncoder().encode(user), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']).then((key) => kept.set('key', { key, left: user }))
	},
	structured: { find: () => structuredClone(kept.get('clone') ?? ''), leave: (user) => kept.set('clone', structuredClone(user)) },
	next_ticks: { find: () => realm.ticked, leave: (user) => process.nextTick(() => attempt(() => (realm.ticked = user))) },
	immediates: { find: () => realm.immediate, leave: (user) => setImmediate(() => attempt(() => (realm.immediate = user))) },
	message_task: { find: () => realm.tasked, leave: (user) => ((ports.port2.onmessage = () => attempt(() => (realm.tasked = user))), ports.port1.postMessage(1)) },

	// Node's builtin modules
	emitters: on(() => events.EventEmitter.prototype),
	emitter_default: { find: () => user_of(events.EventEmitter.defaultMaxListeners), leave: (user) => (events.EventEmitter.defaultMaxListeners = number_of(user)) },
	emitter_listeners: { find: () => answer(emitter()), leave: (user) => emitter().on('left', (/** @type {any} */ to) => (to.user = user)) },
	node_streams: on(() => node_stream.Readable.prototype),
	hashes: on(() => Object.getPrototypeOf(node_crypto.createHash('sha256'))),
	util_module: on(() => util),
	inspect_options: on(() => util.inspect.defaultOptions),
	inspect_styles: on(() => util.inspect.styles),
	path_module: on(() => path.posix),
	storage_entered: { find: () => stored().getStore(), leave: (user) => stored().enterWith(user) },
	storage_prototype: on(() => async_hooks.AsyncLocalStorage.prototype),
	diagnostics_channel: {
		find: () => (diagnostics.channel('left').publish({}), kept.get('heard')),
		leave: (user) => diagnostics.subscribe('left', () => kept.set('heard', user))
	}
};
