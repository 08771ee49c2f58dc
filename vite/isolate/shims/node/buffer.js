import { bytes_of } from './bytes.js';

/** Node's `buffer`: the realm's `Buffer`, which is the package of that name. */
export const create = () => ({
	INSPECT_MAX_BYTES: 50,
	constants: { MAX_LENGTH: 2 ** 53 - 1, MAX_STRING_LENGTH: 2 ** 29 - 24 },
	isAscii: (/** @type {ArrayBuffer | ArrayBufferView} */ data) => bytes_of(data).every((byte) => byte < 128),
	isUtf8,
	kMaxLength: 2 ** 53 - 1,
	kStringMaxLength: 2 ** 29 - 24
});

/** @param {ArrayBuffer | ArrayBufferView} data */
function isUtf8(data) {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes_of(data));
		return true;
	} catch {
		return false;
	}
}
