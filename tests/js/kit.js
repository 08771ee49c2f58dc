// SvelteKit's own functions, for tests that compare. Started as `node kit.js <folder of @sveltejs/kit>`; answers
// each line `[name, ...arguments]` with a line `{"value": …}` or `{"error": "…"}`.
import { registerHooks } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

globalThis.__SVELTEKIT_DEV__ = false;

/** @param {string} file below kit's src */
const locate = (file) => pathToFileURL(`${process.argv[2]}/src/${file}`).href;
/** @param {string} file below kit's src */
const load = (file) => import(locate(file));

// What a build generates, and what asks for the request that is being served: there is neither here.
const stubs = new Map([
	['#app/paths', `export const base = '', app_dir = '_app';`],
	[
		'#internal',
		`export * from '${locate('exports/internal/shared.js')}'; export const get_origin = () => undefined;`
	]
]);
registerHooks({
	resolve: (name, context, next) =>
		stubs.has(name) ? { url: `stub:${name.slice(1)}`, shortCircuit: true } : next(name, context),
	load(url, context, next) {
		const source = url.startsWith('stub:') && stubs.get(url.replace('stub:', '#'));
		return source ? { format: 'module', source, shortCircuit: true } : next(url, context);
	}
});

const url = await load('utils/url.js');
const pathname = await load('pathname.js');
const routing = await load('utils/routing.js');
const http = await load('utils/http.js');
const { hash_request } = await load('utils/hash.js');
const csrf = await load('runtime/server/csrf.js');
const { Csp } = await load('runtime/server/page/csp.js');
const chains = await load('runtime/error-chain.js');
const { serialize_data } = await load('runtime/server/page/serialize_data.js');
const cookies = await load('runtime/server/cookie.js');
const { validate_redirect_location } = await load('exports/url.js');

/** @param {(value: string) => any} parse */
const matcher = (parse) => ({
	'~standard': {
		validate: (value) => {
			const parsed = parse(value);
			return parsed === undefined ? { issues: [{}] } : { value: parsed };
		}
	}
});

const matchers = {
	integer: matcher((value) => (/^\d+$/.test(value) ? Number(value) : undefined)),
	word: matcher((value) => (/^[a-z]+$/.test(value) ? value : undefined)),
	never: matcher(() => undefined)
};

const functions = {
	decode_uri: decodeURI,
	decode_component: decodeURIComponent,
	decode_pathname: url.decode_pathname,
	normalize_path: url.normalize_path,
	relative_location: url.relative_pathname,
	is_data_path: pathname.has_data_suffix,
	strip_data_suffix: pathname.strip_data_suffix,
	add_data_suffix: pathname.add_data_suffix,

	/** What the build writes about a route. @param {string} id */
	parse_route_id(id) {
		const { pattern, params } = routing.parse_route_id(id);
		return { pattern: pattern.source, params };
	},

	/** @param {string[]} ids @param {string} path */
	find_route(ids, path) {
		const routes = ids.map((id) => ({ id, ...routing.parse_route_id(id) }));
		const found = routing.find_route(path, routes, matchers);
		return found && { id: found.route.id, params: found.params };
	},

	negotiate: (accept, types) => http.negotiate(accept, types) ?? null,

	/** @param {any} facts */
	is_csrf_forbidden({ method, content_type, origin, self_origin, trusted_origins }) {
		const headers = content_type === null ? {} : { 'content-type': content_type };
		const request = new Request('http://self.example/', { method, headers });
		request.headers.get('content-type') === content_type || request.headers.delete('content-type');
		return csrf.is_csrf_forbidden({ request, request_origin: origin, self_origin, trusted_origins });
	},

	/** @param {any} config @param {string[]} scripts @param {string[]} styles */
	async csp({ mode, directives, report_only }, scripts, styles, prerender) {
		const csp = new Csp({ mode, directives, reportOnly: report_only }, { prerender });
		for (const content of scripts) await csp.add_script(content);
		for (const content of styles) await csp.add_style(content);
		const headers = [csp.csp_provider, csp.report_only_provider].map((provider) => provider.get_header());
		return {
			headers: headers.map((header) => (header ?? '').replaceAll(csp.nonce, 'NONCE')),
			meta: (csp.csp_provider.get_header(true) ?? '').replaceAll(csp.nonce, 'NONCE'),
			script_nonce: csp.script_needs_nonce,
			style_nonce: csp.style_needs_nonce
		};
	},

	hash_request,

	/** @param {any} fetched @param {string[]} readable */
	serialize_data(fetched, readable) {
		const headers = new Headers(fetched.headers);
		const response = { headers, status: fetched.status, statusText: fetched.status_text };
		return serialize_data({ ...fetched, response }, (name) => readable.includes(name));
	},

	/** @param {string} id @param {Record<string, any>} params */
	resolve_route: (id, params) => routing.resolve_route(id, params),

	/** @param {unknown[]} branch @param {Array<number | null>} errors */
	async error_chain(branch, errors) {
		const chain = await chains.build_error_chain(branch, errors, async (index) => index);
		return chain.map((index) => index ?? null);
	},

	/** @param {number} failed @param {unknown[]} branch @param {Array<number | null>} errors */
	nearest_error_page(failed, branch, errors) {
		const [found] = chains.nearest_error_pages(failed, branch, errors);
		return found ? [found.idx, found.error] : null;
	},

	/**
	 * @param {string} header @param {string} href @param {string} trailing_slash
	 * @param {Array<[string, ...any[]]>} calls of methods of `cookies`
	 */
	cookies(header, href, trailing_slash, calls, destination) {
		const request = { headers: new Headers(header ? { cookie: header } : {}) };
		const jar = cookies.get_cookies(request, new URL(href));
		jar.set_trailing_slash(trailing_slash);
		const results = calls.map(([method, ...args]) => jar.cookies[method](...args) ?? null);
		const headers = new Headers();
		cookies.add_cookies_to_headers(headers, jar.new_cookies.values());
		return {
			results,
			headers: headers.getSetCookie(),
			sent: jar.get_cookie_header(new URL(destination), null)
		};
	},

	domain_matches: cookies.domain_matches,
	path_matches: cookies.path_matches,
	redirect: (location, external) => validate_redirect_location(location, { external }) ?? null,

	/** @param {string} query */
	search_params(query) {
		const params = new URLSearchParams(query);
		return { pairs: [...params], text: String(params) };
	},

	/** @param {string} href @param {string} [base] */
	parse_url(href, base) {
		const { origin, pathname, search, protocol, host, hostname, port } = new URL(href, base);
		return { origin, pathname, search, protocol, host, hostname, port };
	}
};

for await (const line of createInterface({ input: process.stdin })) {
	const [name, ...args] = JSON.parse(line);
	let answer;
	try {
		answer = { value: (await functions[name](...args)) ?? null };
	} catch (error) {
		answer = { error: `${error.name}: ${error.message}` };
	}
	process.stdout.write(JSON.stringify(answer) + '\n');
}
