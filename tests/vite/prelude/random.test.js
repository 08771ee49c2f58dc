/** The generator of random bytes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random_generator } from '../../../vite/prelude/random.js';

/** @param {number} length @param {number[]} [seed] */
function bytes_of(length, seed = []) {
	const bytes = new Uint8Array(length);
	random_generator(Uint8Array.from({ length: 32 }, (_, i) => seed[i] ?? 0))(bytes);
	return Buffer.from(bytes);
}

// RFC 8439, appendix A.1, test vector 1: its first half is the next key
const KEY = '76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7';
const OUTPUT = 'da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586';

test('the bytes are those of ChaCha20', () => assert.equal(bytes_of(32).toString('hex'), OUTPUT));

test('each block has the key that the block before has given', () => {
	const next = bytes_of(32, [...Buffer.from(KEY, 'hex')]);
	assert.equal(bytes_of(64).toString('hex'), OUTPUT + next.toString('hex'));
});

test('all bytes are given, and none twice', () => {
	const generate = random_generator(new Uint8Array(32));
	const parts = [1, 2, 29, 7, 61].map((length) => {
		const part = new Uint8Array(length);
		generate(part);
		return part;
	});
	assert.equal(Buffer.concat(parts).toString('hex'), bytes_of(100).toString('hex'));
});

test('no method is called that a program could have replaced', () => {
	const generate = random_generator(new Uint8Array(32));
	const target = new Uint8Array(96);
	const prototypes = [Uint32Array.prototype, Object.getPrototypeOf(Uint32Array.prototype)];
	const methods = prototypes.flatMap((prototype) =>
		Object.entries(Object.getOwnPropertyDescriptors(prototype))
			.filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
			.map(([name, descriptor]) => /** @type {const} */ ([prototype, name, descriptor]))
	);
	for (const [prototype, name] of methods)
		Object.defineProperty(prototype, name, { value: () => assert.fail(name), configurable: true });
	try {
		generate(target);
	} finally {
		for (const [prototype, name, descriptor] of methods) Object.defineProperty(prototype, name, descriptor);
	}
	assert.notEqual(target[95] + target[94] + target[93], 0);
});
