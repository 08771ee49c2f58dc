/** @import { CspDirectives } from '../kit.js' */

const STYLES = ['style-src', 'style-src-attr', 'style-src-elem'];

/**
 * The app's CSP with what Vite's client needs: style elements without a nonce, as kit allows them in dev (rule of its
 * runtime/server/page/csp.js), and the socket, which has another port than the page.
 *
 * @param {CspDirectives} directives
 * @param {number} port
 * @returns {CspDirectives}
 */
export function dev_csp(directives, port) {
	const fallback = directives['default-src'];
	const loose = { ...directives };
	for (const key of STYLES) {
		const sources = directives[key] ?? (key === 'style-src' ? fallback : undefined);
		if (sources && !sources.includes('unsafe-inline')) {
			loose[key] = [
				...sources.filter((source) => !/^(?:sha256|nonce)-/.test(source) && source !== 'none'),
				'unsafe-inline'
			];
		}
	}
	const connect = directives['connect-src'] ?? fallback;
	if (connect) loose['connect-src'] = [...connect.filter((source) => source !== 'none'), `ws://*:${port}`];
	return loose;
}
