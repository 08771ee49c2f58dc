/**
 * The Web APIs that V8 alone lacks, most of them from well-kept libraries. Evaluated once per isolate. The order
 * matters: whatwg-url needs TextEncoder, fetch needs URLSearchParams.
 */
import './base.js';
import './encoding.js';
import './url.js';
import './events.js';
import './fetch.js';
import './crypto.js';
