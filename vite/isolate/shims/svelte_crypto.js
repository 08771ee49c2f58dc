/**
 * Replaces Svelte's `internal/server/crypto.js`, whose base64_encode is only right where there is a Buffer: it is given
 * an ArrayBuffer, which has no `length`.
 *
 * @param {string} data
 * @returns {Promise<string>} base64
 */
export async function sha256(data) {
	return base64_encode(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(data)));
}

/** @param {ArrayBuffer | Uint8Array} bytes */
export function base64_encode(bytes) {
	return new Uint8Array(bytes).toBase64();
}
