import punycode from 'punycode/punycode.js';

/** Node's `punycode`. */
export const create = () => ({ ...punycode });
