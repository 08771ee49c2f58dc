import { expose } from '../expose.js';
import { Event } from './event.js';
import { EventTarget } from './event_target.js';
import { CloseEvent, CustomEvent, ErrorEvent, MessageEvent } from './events.js';
import { AbortController, AbortSignal } from './abort.js';

expose({
	Event,
	EventTarget,
	CloseEvent,
	CustomEvent,
	ErrorEvent,
	MessageEvent,
	AbortController,
	AbortSignal
});
