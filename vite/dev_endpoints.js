/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Connect, ViteDevServer } from 'vite' */
/** @import { Project } from './project.js' */
import { timingSafeEqual } from 'node:crypto';
import { DevGate } from './dev_gate.js';
import { Leftovers } from './dev_leftovers.js';
import { create_manifest } from './dev_manifest.js';
import { Renders } from './dev_graph.js';

/**
 * What Python asks of Vite, under `/__lissome`. Only processes of this machine that know the token get an
 * answer: `call` runs code of the app.
 *
 * @param {ViteDevServer} server
 * @param {Project} project
 * @param {string} token
 * @returns {Connect.NextHandleFunction}
 */
export function dev_endpoints(server, project, token) {
	const renders = new Renders(server, project);
	const { hot } = server.environments.client;
	/** @type {any} what the state guard found last, for pages that are opened later */
	let findings = null;
	hot.on('lissome:connected', (_, client) => findings && client.send(findings));
	const gate = new DevGate((host) => renders.graph(host), renders.locate, new Leftovers(renders));
	/** @type {Record<string, (body: string) => Promise<string>>} */
	const answers = {
		'/call': (body) => gate.answer(body),
		'/manifest': async () => JSON.stringify(await create_manifest(project, renders)),
		'/tell': async (body) => {
			const message = JSON.parse(body);
			if (message.event === 'lissome:findings') findings = message;
			hot.send(message);
			return '';
		}
	};
	return async (request, response) => {
		const answer = answers[request.url ?? ''];
		if (!answer || !is_python(request, token)) return end(response, 404, '');
		try {
			end(response, 200, await answer(await read(request)));
		} catch (error) {
			end(response, 500, JSON.stringify(renders.describe(error)));
		}
	};
}

/**
 * @param {IncomingMessage} request
 * @param {string} token
 */
function is_python(request, token) {
	const given = Buffer.from(String(request.headers['x-lissome-token']));
	const wanted = Buffer.from(token);
	// whoever reaches an address of this machine from that very address is on this machine
	const { remoteAddress, localAddress } = request.socket;
	return remoteAddress === localAddress && given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** @param {IncomingMessage} request */
async function read(request) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} body
 */
function end(response, status, body) {
	response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
	response.end(body);
}
