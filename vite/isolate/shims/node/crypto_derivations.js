/** @import { Data } from './crypto_data.js' */
/** @import { Noble } from './crypto_hashes.js' */
import { called_back } from './callbacks.js';
import { buffer_of, to_bytes } from './crypto_data.js';
import { noble_hash } from './crypto_hashes.js';

/**
 * Make the functions of `crypto` that derive keys from secrets.
 *
 * @param {Noble} noble
 */
export function derivations(noble) {
	/**
	 * @param {Data} password
	 * @param {Data} salt
	 * @param {number} c the number of iterations
	 * @param {number} dkLen
	 * @param {string} digest
	 */
	const pbkdf2Sync = (password, salt, c, dkLen, digest) => {
		const hash = noble_hash(digest, noble);
		return buffer_of(noble.pbkdf2().pbkdf2(hash, to_bytes(password), to_bytes(salt), { c, dkLen }));
	};

	/**
	 * @param {string} digest
	 * @param {Data} key
	 * @param {Data} salt
	 * @param {Data} info
	 * @param {number} length
	 */
	const hkdfSync = (digest, key, salt, info, length) => {
		const hash = noble_hash(digest, noble);
		return noble.hkdf().hkdf(hash, to_bytes(key), to_bytes(salt), to_bytes(info), length).slice().buffer;
	};

	/**
	 * @param {Data} password
	 * @param {Data} salt
	 * @param {number} dkLen
	 * @param {Record<string, number | undefined>} [options] under their long or short names
	 */
	const scryptSync = (
		password,
		salt,
		dkLen,
		{ N, cost = N, r, blockSize = r, p, parallelization = p } = {}
	) => {
		const options = { N: cost ?? 16_384, r: blockSize ?? 8, p: parallelization ?? 1, dkLen };
		return buffer_of(noble.scrypt().scrypt(to_bytes(password), to_bytes(salt), options));
	};

	return {
		hkdf: called_back(hkdfSync),
		hkdfSync,
		pbkdf2: called_back(pbkdf2Sync),
		pbkdf2Sync,
		scrypt: called_back(scryptSync),
		scryptSync
	};
}
