import { URL, URLSearchParams } from 'whatwg-url';

Object.assign(globalThis, { URL, URLSearchParams });
