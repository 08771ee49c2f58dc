/**
 * The Web APIs that a bare V8 lacks, from libraries that are kept well. Evaluated once per isolate. The order
 * matters: whatwg-url needs TextEncoder, fetch needs URLSearchParams.
 */
import './base.js';
import './encoding.js';
import './url.js';
import './events.js';
import './fetch.js';
import './crypto.js';
