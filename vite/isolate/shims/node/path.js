import posix from 'path-browserify';

/** Node's `path`, as on Linux: of the paths of Windows V8 knows nothing. */
export const create = () =>
	Object.assign(posix, {
		// only Windows has such paths; `_makeLong` is the older name
		_makeLong: (/** @type {string} */ path) => path,
		toNamespacedPath: (/** @type {string} */ path) => path,
		win32: {}
	});
