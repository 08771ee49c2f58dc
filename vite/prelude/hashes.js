import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

/** The hashes of the Web Cryptography API (https://w3c.github.io/webcrypto/#sha). */
export const HASHES = Object.freeze({
	'SHA-1': sha1,
	'SHA-256': sha256,
	'SHA-384': sha384,
	'SHA-512': sha512
});
