import punycode from 'punycode/punycode.js';
import legacy from 'url/url.js';
import { invalid_type, with_code } from './node_error.js';

/** @typedef {{ auth?: boolean, fragment?: boolean, search?: boolean, unicode?: boolean }} FormatOptions */

/** Node's `url`: the package of that name for the older functions, and the realm's `URL`. */
export const create = () => ({
	...legacy,
	domainToASCII: (/** @type {string} */ domain) => host_of(domain),
	domainToUnicode: (/** @type {string} */ domain) => punycode.toUnicode(host_of(domain)),
	fileURLToPath,
	format: (/** @type {unknown} */ value, /** @type {FormatOptions} */ options) =>
		value instanceof URL ? format_url(value, options) : legacy.format(value),
	pathToFileURL,
	urlToHttpOptions
});

/** @param {string} domain */
const host_of = (domain) => URL.parse(`http://${domain}`)?.hostname ?? '';

/**
 * @param {URL} url
 * @param {FormatOptions} [options]
 */
function format_url(url, { auth = true, fragment = true, search = true } = {}) {
	const copy = new URL(url);
	if (!auth) copy.username = copy.password = '';
	if (!fragment) copy.hash = '';
	if (!search) copy.search = '';
	return copy.href;
}

/**
 * @param {string | URL} url
 * @returns {string} as on Linux
 */
function fileURLToPath(url) {
	const { protocol, hostname, pathname } = new URL(url);
	if (protocol !== 'file:')
		throw with_code(new TypeError('The URL must be of scheme file'), 'ERR_INVALID_URL_SCHEME');
	if (hostname !== '')
		throw with_code(
			new TypeError('File URL host must be "localhost" or empty on linux'),
			'ERR_INVALID_FILE_URL_HOST'
		);
	if (/%2f/i.test(pathname))
		throw with_code(
			new TypeError('File URL path must not include encoded / characters'),
			'ERR_INVALID_FILE_URL_PATH'
		);
	return decodeURIComponent(pathname);
}

/** @param {string} path */
function pathToFileURL(path) {
	if (typeof path !== 'string') throw invalid_type('path', 'of type string', path);
	const absolute = path.startsWith('/') ? path : `${process.cwd()}/${path}`;
	const url = new URL('file:///');
	url.pathname = absolute.replaceAll(/[%\\\n\r\t?#]/g, encodeURIComponent);
	return url;
}

/** @param {URL} url */
function urlToHttpOptions(url) {
	const { hash, hostname, href, password, pathname, port, protocol, search, username } = url;
	const is_ipv6 = hostname.startsWith('[');
	return {
		__proto__: null,
		...url,
		protocol,
		hostname: is_ipv6 ? hostname.slice(1, -1) : hostname,
		hash,
		search,
		pathname,
		path: `${pathname}${search}`,
		href,
		...(port !== '' && { port: Number(port) }),
		...((username || password) && {
			auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
		})
	};
}
