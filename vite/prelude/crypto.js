import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

const HASHES = { 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 };
globalThis.crypto = {
	subtle: {
		async digest(algorithm, data) {
			const hash = HASHES[String(algorithm.name ?? algorithm).toUpperCase()];
			if (!hash) throw new DOMException(`unknown hash ${algorithm}`, 'NotSupportedError');
			return hash(new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength)).buffer;
		}
	}
};
