const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** The part of Node's `net` that needs no network. */
export const create = () => ({
	isIP: (/** @type {unknown} */ text) => (is_ipv4(text) ? 4 : is_ipv6(text) ? 6 : 0),
	isIPv4: is_ipv4,
	isIPv6: is_ipv6
});

/** @param {unknown} text */
const is_ipv4 = (text) => IPV4.test(String(text)) && !/(?:^|\.)0\d/.test(String(text));

/** @param {unknown} text */
const is_ipv6 = (text) =>
	String(text).includes(':') && URL.canParse(`http://[${String(text).replace(/%[\w.:-]+$/, '')}]`);
