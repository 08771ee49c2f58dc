/** Characters of an error's text, and of one line of the console. */
export const LONGEST = 100_000;

/**
 * Cut a text that is meant for the log. To write one of megabytes would keep the server from everything else.
 *
 * @param {string} text
 * @param {number} longest
 */
export function shorten(text, longest = LONGEST) {
	const more = text.length - longest;
	return more > 0 ? `${text.slice(0, longest)} … (${more} more characters)` : text;
}
