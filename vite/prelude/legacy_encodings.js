/** The encodings that were used before UTF-8. Without this part another file takes the place of the library's (ssr/prelude.js). */
import '@exodus/bytes/encoding.js';
