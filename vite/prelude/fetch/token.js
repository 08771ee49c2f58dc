/**
 * True for a token of HTTP, such as the name of a header (https://httpwg.org/specs/rfc9110.html#tokens).
 *
 * @param {string} text
 */
export const is_token = (text) => /^[!#$%&'*+\-.^_`|~\w]+$/.test(text);
