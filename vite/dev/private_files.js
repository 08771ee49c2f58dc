/** @import { Connect, Plugin } from 'vite' */
import path from 'node:path';
import { file_of_id } from '../files.js';

/**
 * Files that no browser may read, as patterns of Vite's `server.fs.deny`: the server's sources, its data, its secrets.
 * Those before the comment are Vite's own, which ours would replace.
 */
export const PRIVATE_FILES = [
	'.env',
	'.env.*',
	'*.{crt,pem,key,p12,pfx,cer,der}',
	'.npmrc',
	'.yarnrc.yml',
	'**/.git/**',
	// lissome's
	'*.{py,pyc,pyi,pyx,pyd,ipynb}',
	'**/__pycache__/**',
	'**/.venv/**',
	'pyproject.toml',
	'uv.lock',
	'.pypirc',
	'.netrc',
	'*.{db,sqlite,sqlite3,db3}{,-wal,-shm,-journal}',
	'**/{.hg,.svn}/**'
];

/** the same for one name in a path */
const PRIVATE_NAME =
	/^(?:\.env(?:\..*)?|.*\.(?:crt|pem|key|p12|pfx|cer|der|py|pyc|pyi|pyx|pyd|ipynb)|.*\.(?:db|sqlite|sqlite3|db3)(?:-wal|-shm|-journal)?|\.npmrc|\.yarnrc\.yml|\.pypirc|\.netrc|pyproject\.toml|uv\.lock)$/i;
const PRIVATE_FOLDER = /^(?:\.git|\.hg|\.svn|\.venv|__pycache__)$/i;

/** how often a URL may be encoded; what is encoded still more often no server decodes */
const MAX_DECODINGS = 5;

/**
 * True if a URL means a private file in any of its spellings: encoded, with a query or a fragment, with what a file
 * system ignores at the end of a name, under any prefix of Vite's.
 *
 * @param {string} url path and query
 */
export function is_private_url(url) {
	let text = url;
	for (let i = 0; i <= MAX_DECODINGS; i++) {
		if (is_private_path(text)) return true;
		const decoded = decode(text);
		if (decoded === text) return false;
		text = decoded;
	}
	return true;
}

/**
 * True if a path leads to a private file.
 *
 * @param {string} text a path, with or without a query
 */
export function is_private_path(text) {
	const names = text
		.replace(/[?#\0].*$/s, '')
		.split(/[\\/]+/)
		// what Windows ignores at the end of a name, and the names of its data streams
		.map((name) => name.replace(/:.*$/, '').replace(/[\s.]+$/, ''))
		.filter(Boolean);
	return PRIVATE_NAME.test(names.at(-1) ?? '') || names.some((name) => PRIVATE_FOLDER.test(name));
}

/** @param {string} text */
function decode(text) {
	return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)));
}

/**
 * Refuses private files at each door: before Vite looks at a URL, and when the browser's half of Vite loads a module,
 * whoever asks for that.
 *
 * @returns {Plugin}
 */
export function private_files_plugin() {
	return {
		name: 'lissome:private-files',
		apply: 'serve',
		enforce: 'pre',
		config: () => ({ server: { fs: { deny: PRIVATE_FILES } } }),
		configureServer(server) {
			server.middlewares.use(refuse);
		},
		load: {
			order: 'pre',
			handler(id) {
				const file = file_of_id(id.replace(/^\0+/, ''));
				// lissome:python refuses these, and says what to write instead
				if (file.endsWith('.py') || this.environment.config.consumer !== 'client') return;
				if (is_private_path(file)) this.error(`${path.basename(file)} is not for browsers.`);
			}
		}
	};
}

/** @type {Connect.NextHandleFunction} */
function refuse(request, response, next) {
	if (!is_private_url(request.url ?? '')) return next();
	response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
	response.end('lissome dev serves no Python sources, databases or secrets.\n');
}
