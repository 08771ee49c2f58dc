import * as bare from 'path';
import * as prefixed from 'node:path';
import process, { env } from 'node:process';
import Events from 'node:events';
import { EventEmitter } from 'events';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	same: () => [bare.join === prefixed.join, bare.default === prefixed.default, Events === EventEmitter],
	namespace: () => [Object.prototype.toString.call(bare), 'join' in bare, typeof bare.default.join],
	process: () => [
		process === globalThis.process,
		env.NODE_ENV === process.env.NODE_ENV,
		typeof process.nextTick
	],
	dynamic: async () => {
		const { basename, default: path } = await import('node:path');
		return [basename('/a/b'), path.basename === basename];
	},
	dynamicbare: async () => (await import('util')).format('%s', 'x')
});
