/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { is_framework } from './importers.js';

/**
 * The parts of the prelude that only some apps need, in the order in which they are evaluated: each is a file of
 * prelude/.
 *
 * @type {Array<{ file: string, globals: string[], words?: string[], needs?: string[] }>} `words` are names of methods, and
 *   others, by which an app needs the part without mentioning one of its globals; `needs` are other parts
 */
export const PARTS = [
	{
		file: 'streams',
		globals: [
			'ByteLengthQueuingStrategy',
			'CountQueuingStrategy',
			'ReadableByteStreamController',
			'ReadableStream',
			'ReadableStreamBYOBReader',
			'ReadableStreamBYOBRequest',
			'ReadableStreamDefaultController',
			'ReadableStreamDefaultReader',
			'TextDecoderStream',
			'TextEncoderStream',
			'TransformStream',
			'TransformStreamDefaultController',
			'WritableStream',
			'WritableStreamDefaultController',
			'WritableStreamDefaultWriter'
		],
		words: ['body']
	},
	{
		file: 'files/index',
		globals: ['Blob', 'File', 'FormData'],
		words: ['blob', 'formData'],
		needs: ['streams']
	},
	{ file: 'compression', globals: ['CompressionStream', 'DecompressionStream'], needs: ['streams'] },
	{
		file: 'legacy_encodings',
		globals: [],
		words: [
			'big5',
			'euc-jp',
			'euc-kr',
			'gb18030',
			'gb2312',
			'gbk',
			'iso-2022-jp',
			'ks_c_5601-1987',
			'shift-jis',
			'shift_jis',
			'sjis',
			'windows-31j'
		]
	},
	{ file: 'url_pattern', globals: ['URLPattern'] },
	{ file: 'messaging', globals: ['BroadcastChannel', 'MessageChannel', 'MessagePort'] },
	{
		file: 'performance',
		globals: ['Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'performance']
	},
	{
		file: 'performance_observer',
		globals: ['PerformanceObserver', 'PerformanceObserverEntryList'],
		needs: ['performance']
	},
	{ file: 'web_crypto', globals: ['CryptoKey'], words: ['subtle', 'webcrypto'] },
	{ file: 'navigator', globals: ['Navigator', 'navigator'] },
	{ file: 'websocket', globals: ['WebSocket'] },
	{ file: 'buffer', globals: ['Buffer'] },
	// it shows the bodies of responses
	{ file: 'inspecting', globals: [], words: ['inspect'], needs: ['streams'] }
];

const SHIMS = 'isolate/shims/node/';

/** What mentions a part; in any case, as names of encodings are. */
const MENTIONS = PARTS.map(({ file, globals, words = [] }) => ({
	file,
	pattern: new RegExp(
		`(?<![\\w$])(?:${[...globals, ...words].join('|')})(?![\\w$])`,
		globals.length > 0 ? '' : 'i'
	)
}));

/**
 * The parts that an app needs: those of which it, or a package, mentions a name, in whatever way. A comment counts too:
 * a part too many costs a millisecond at the start of an isolate, and nothing afterwards.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Project} project
 * @returns {string[]} names of files, in order
 */
export function parts_of(chunks, project) {
	/** @type {Set<string>} */
	const found = new Set();
	for (const { modules } of chunks) {
		for (const [id, { code }] of Object.entries(modules)) {
			if (!code || (is_framework(id, project) && !id.includes(SHIMS))) continue;
			for (const { file, pattern } of MENTIONS) if (!found.has(file) && pattern.test(code)) found.add(file);
		}
	}
	for (const { file, needs = [] } of PARTS) if (found.has(file)) needs.forEach((each) => found.add(each));
	return all_parts().filter((file) => found.has(file));
}

/** All parts, for dev: a module that needs one may come at any time. */
export const all_parts = () => PARTS.map(({ file }) => file);
