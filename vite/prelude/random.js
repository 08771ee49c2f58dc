/** `expand 32-byte k` */
const CONSTANTS = new Uint32Array([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);

/**
 * Make a generator of random bytes: ChaCha20 (RFC 8439, section 2.3), of whose output the first half is the next key, so
 * that nothing tells of earlier bytes. It is no library, because those call methods of typed arrays, and a program may put
 * its own in their place and be given the key. This calls none: it sets and reads elements.
 *
 * @param {Uint8Array} seed 32 bytes
 * @returns {(target: Uint8Array) => void} fills the target
 */
export function random_generator(seed) {
	const key = new Uint32Array(8);
	const block = new Uint32Array(16);
	for (let i = 0; i < 32; i += 1) key[i >> 2] |= seed[i] << (8 * (i % 4));
	let used = 64;
	return (target) => {
		for (let i = 0; i < target.length; i += 1) {
			if (used === 64) {
				write_block(key, block);
				for (let word = 0; word < 8; word += 1) {
					key[word] = block[word];
					block[word] = 0;
				}
				used = 32;
			}
			target[i] = block[used >> 2] >>> (8 * (used % 4));
			used += 1;
		}
	};
}

/**
 * Write the block of a key whose counter and nonce are zero: each key is used once.
 *
 * @param {Uint32Array} key
 * @param {Uint32Array} block
 */
function write_block(key, block) {
	for (let i = 0; i < 4; i += 1) block[i] = CONSTANTS[i];
	for (let i = 0; i < 8; i += 1) block[i + 4] = key[i];
	for (let i = 12; i < 16; i += 1) block[i] = 0;
	for (let round = 0; round < 10; round += 1) {
		for (let i = 0; i < 4; i += 1) quarter_round(block, i, i + 4, i + 8, i + 12);
		for (let i = 0; i < 4; i += 1)
			quarter_round(block, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
	}
	for (let i = 0; i < 4; i += 1) block[i] += CONSTANTS[i];
	for (let i = 0; i < 8; i += 1) block[i + 4] += key[i];
}

/**
 * @param {Uint32Array} block
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 */
function quarter_round(block, a, b, c, d) {
	add_and_rotate(block, a, b, d, 16);
	add_and_rotate(block, c, d, b, 12);
	add_and_rotate(block, a, b, d, 8);
	add_and_rotate(block, c, d, b, 7);
}

/**
 * `x += y; z ^= x; z <<<= bits`
 *
 * @param {Uint32Array} block
 * @param {number} x
 * @param {number} y
 * @param {number} z
 * @param {number} bits
 */
function add_and_rotate(block, x, y, z, bits) {
	block[x] += block[y];
	const mixed = block[z] ^ block[x];
	block[z] = (mixed << bits) | (mixed >>> (32 - bits));
}
