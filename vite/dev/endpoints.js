/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Connect, ViteDevServer } from 'vite' */
/** @import { Project } from '../project.js' */
import { timingSafeEqual } from 'node:crypto';
import { SSR } from '../ssr/environment.js';
import { serialize_error } from './errors.js';
import { IsolateUpdates } from './isolate_updates.js';
import { create_manifest } from './manifest.js';
import { Messages } from './messages.js';
import { ModuleGraph } from './module_graph.js';

/**
 * Answers Python's requests, under `/__lissome`. Only processes of this machine that know the token get an answer: it
 * holds the sources of the app.
 *
 * @param {ViteDevServer} server
 * @param {Project} project
 * @param {string} token
 * @param {Map<string, string>} stylesheets by id, as Vite transforms them
 * @returns {Connect.NextHandleFunction}
 */
export function dev_endpoints(server, project, token, stylesheets) {
	const modules = new ModuleGraph(
		server.environments[SSR],
		stylesheets,
		(error) => serialize_error(error, project),
		project
	);
	const updates = new IsolateUpdates(modules, project);
	const messages = new Messages(server.environments.client.hot);
	/** @type {Record<string, (body: any) => unknown>} any: the JSON that Python sends; src/lissome/dev/vite.py */
	const endpoints = {
		'/boot': () => updates.boot(),
		'/update': (request) => updates.update(request),
		'/positions': (positions) => updates.positions(positions),
		'/manifest': async () => {
			const manifest = await create_manifest(project, server);
			updates.warm(manifest).catch(() => {}); // what fails now fails again, and is reported, when a page needs it
			return manifest;
		},
		'/tell': (message) => messages.tell(message)
	};
	return async (request, response) => {
		const endpoint = endpoints[request.url ?? ''];
		if (!endpoint || !is_python(request, token)) return end(response, 404, '');
		try {
			const body = await read(request);
			end(response, 200, JSON.stringify(await endpoint(body && JSON.parse(body))) ?? '');
		} catch (error) {
			end(response, 500, JSON.stringify(serialize_error(error, project)));
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
	// a client that has the same address as this server runs on the same machine
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
	response.writeHead(status, {
		'content-type': 'text/plain; charset=utf-8',
		'cache-control': 'no-store',
		'x-lissome': 'vite' // Python sees by it that the plugin is there
	});
	response.end(body);
}
