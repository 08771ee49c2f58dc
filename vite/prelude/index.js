/**
 * The Web APIs that V8 alone lacks, most of them from well-kept libraries. Evaluated once per isolate. The order
 * matters: whatwg-url needs TextEncoder, fetch needs URLSearchParams. What apps need more rarely is added by the build,
 * if the app mentions it (ssr/prelude_parts.js).
 */
import './base.js';
import './structured_clone.js';
import './encoding.js';
import './url.js';
import './events/index.js';
import './fetch/index.js';
import './crypto.js';
