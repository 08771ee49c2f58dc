/** @import { Data } from './crypto_data.js' */
/** @import { Noble } from './crypto_hashes.js' */
import { called_back } from './callbacks.js';
import { buffer_of, to_bytes } from './crypto_data.js';
import { noble_hash } from './crypto_hashes.js';
import { check_integer, check_type, with_code } from './node_error.js';

/** how many bytes scrypt may take, if a program does not say so */
const MAX_MEMORY = 32 * 2 ** 20;

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
		check_type('digest', digest, 'string');
		check_integer('iterations', c, { min: 1 });
		check_integer('keylen', dkLen);
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
		check_integer('length', length);
		const hash = noble_hash(digest, noble);
		if (length > 255 * hash.outputLen)
			throw with_code(new RangeError('Invalid key length'), 'ERR_CRYPTO_INVALID_KEYLEN');
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
		{ N = 16_384, cost = N, r = 8, blockSize = r, p = 1, parallelization = p, maxmem = MAX_MEMORY } = {}
	) => {
		check_integer('keylen', dkLen);
		const options = { N: cost, r: blockSize, p: parallelization, dkLen, maxmem };
		check_scrypt(options);
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

/**
 * Refuse what OpenSSL refuses. Too much memory is too much time as well: a render would take seconds.
 *
 * @param {{ N: number, r: number, p: number, maxmem: number }} options
 */
function check_scrypt({ N, r, p, maxmem }) {
	for (const [name, value] of Object.entries({ N, r, p })) check_integer(name, value, { max: 2 ** 32 - 1 });
	check_integer('maxmem', maxmem, { max: Number.MAX_SAFE_INTEGER });
	const needed = 128 * r * (N + p + 2);
	const is_power_of_two = N > 1 && Number.isInteger(Math.log2(N));
	if (!is_power_of_two || r === 0 || p === 0 || r * p >= 2 ** 30 || needed > maxmem)
		throw with_code(
			new RangeError(`Invalid scrypt params: these need ${needed} bytes, and "maxmem" is ${maxmem}`),
			'ERR_CRYPTO_INVALID_SCRYPT_PARAMS'
		);
}
