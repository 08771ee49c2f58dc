/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Connect, ViteDevServer } from 'vite' */
/** @import { Project } from '../project.js' */
import { timingSafeEqual } from 'node:crypto';
import { explain } from './errors.js';
import { create_manifest } from './manifest.js';
import { Modules } from './module_graph.js';
import { Updates } from './isolate_updates.js';
import { SSR } from '../ssr/environment.js';

/**
 * What Python asks of Vite, under `/__lissome`. Only processes of this machine that know the token get an
 * answer: it holds the sources of the app.
 *
 * @param {ViteDevServer} server
 * @param {Project} project
 * @param {string} token
 * @param {Map<string, string>} sheets CSS by id, as Vite comes to know it
 * @returns {Connect.NextHandleFunction}
 */
export function dev_endpoints(server, project, token, sheets) {
	const modules = new Modules(server.environments[SSR], sheets, (error) => explain(error, project), project);
	const updates = new Updates(modules, project);
	const { hot } = server.environments.client;
	/** @type {any} what the state guard found last, for pages that are opened later */
	let findings = null;
	hot.on('lissome:connected', (_, client) => findings && client.send(findings));
	/** @type {Record<string, (body: any) => any>} */
	const answers = {
		'/boot': () => updates.boot(),
		'/update': (request) => updates.update(request),
		'/positions': (places) => updates.positions(places),
		'/manifest': async () => {
			const manifest = await create_manifest(project, server);
			updates.warm(manifest).catch(() => {}); // what fails now fails again, and is told, when a page needs it
			return manifest;
		},
		'/tell': (message) => {
			if (message.event === 'lissome:findings') findings = message;
			hot.send(message);
		}
	};
	return async (request, response) => {
		const answer = answers[request.url ?? ''];
		if (!answer || !is_python(request, token)) return end(response, 404, '');
		try {
			const body = await read(request);
			end(response, 200, JSON.stringify(await answer(body && JSON.parse(body))) ?? '');
		} catch (error) {
			end(response, 500, JSON.stringify(explain(error, project)));
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
