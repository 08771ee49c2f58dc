// What many packages begin with: they could speak to a system, and here nobody asks them to.
import { exec, spawn } from 'child_process';
import fs, { createReadStream, promises, readFile } from 'fs';
import http from 'http';
import https from 'node:https';
import net, { Socket } from 'net';
import os from 'node:os';
import tty from 'tty';
import { promisify } from 'node:util';

const read = promisify(readFile);
const run = promisify(exec);
const wrapped = Object.fromEntries(['stat', 'mkdir', 'writeFile'].map((name) => [name, promisify(fs[name])]));

class KeepAgent extends http.Agent {
	constructor(options) {
		super({ keepAlive: true, ...options });
	}
}
class Connection extends Socket {
	#tries = 0;
	connect(...given) {
		this.#tries += 1;
		return super.connect(...given);
	}
}
const fetch_like = (url) => (url.startsWith('https:') ? https : http).request(url);
const colours = () => tty.isatty(1) && os.platform() !== 'win32';

export const adapters = {
	file: { read, ...wrapped, open: createReadStream },
	http: fetch_like,
	shell: { run, spawn }
};
export const classes = { KeepAgent, Connection, secure: https.Agent, server: net.createServer };
export const later = () => promises.readFile('/nowhere');
export const supports = { colours };

/** The one thing that pages call. */
export const label = (text) => `[${text}]`;
