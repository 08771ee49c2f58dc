import posix from 'path-browserify';
import { invalid_type } from './node_error.js';

const { format } = posix;

/** @typedef {{ dir?: string, root?: string, base?: string, name?: string, ext?: string }} Parts */

/** Node's `path`, as on Linux: of the paths of Windows V8 knows nothing. */
export const create = () =>
	Object.assign(posix, {
		// only Windows has such paths; `_makeLong` is the older name
		_makeLong: (/** @type {string} */ path) => path,
		format: (/** @type {Parts} */ parts) => {
			if (Object(parts) !== parts) throw invalid_type('pathObject', 'of type object', parts);
			return format(parts.ext && !parts.ext.startsWith('.') ? { ...parts, ext: `.${parts.ext}` } : parts);
		},
		toNamespacedPath: (/** @type {string} */ path) => path,
		win32: {}
	});
