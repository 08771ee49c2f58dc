import { Event, EventTarget } from 'event-target-shim';
import { AbortController, AbortSignal } from 'abortcontroller-polyfill/dist/cjs-ponyfill.js';

Object.assign(globalThis, { Event, EventTarget, AbortController, AbortSignal });
