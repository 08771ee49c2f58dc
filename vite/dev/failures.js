/**
 * Runs in the browser, in dev: shows in Vite's overlay what a request of this page has failed with in Python or in V8,
 * as long as the page is there that it belongs to.
 */

/**
 * One of `lissome.dev.request_failures.RequestFailures`.
 *
 * @typedef {object} Notice
 * @property {string} id
 * @property {string} path of the request's URL, decoded
 * @property {string | null} page the path of the page, if its data was asked for
 */

/**
 * `lissome.dev.failure_report.FailureReport.message`
 *
 * @typedef {object} Report
 * @property {string} title
 * @property {string} request
 * @property {{ file: string, line: number, column: number } | null} loc
 * @property {string} frame
 * @property {Stack[]} stacks
 */

/** @typedef {{ how: string, title: string, frames: Frame[] }} Stack */

/**
 * @typedef {object} Frame
 * @property {number} number
 * @property {string} place
 * @property {string} open the file and line for the editor
 * @property {string} function
 * @property {string} source
 * @property {boolean} own
 * @property {number} locals how many there are
 * @property {number} skipped the frames left out before it
 */

/** milliseconds between two looks at the address, while there is a failure */
const LOOK = 100;

const STYLE = `
.lissome { font-size: 13px; line-height: 1.5; color: var(--dim); margin-bottom: 1.5em; }
.lissome h2 { font: inherit; color: var(--red); margin: 1.25em 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.lissome h2 span { color: var(--dim); }
.lissome ol { list-style: none; margin: 0; padding: 0; }
.lissome li { margin-top: .75em; }
.lissome button { font: inherit; color: var(--cyan); background: none; border: 0; padding: 0; text-align: left; text-decoration: underline; cursor: pointer; overflow-wrap: anywhere; }
.lissome li > span { color: var(--purple); margin-left: 1ch; }
.lissome code { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
.lissome summary { cursor: pointer; width: fit-content; }
.lissome summary:hover { color: var(--window-color); }
.lissome button:focus-visible, .lissome summary:focus-visible { outline: 2px solid var(--cyan); outline-offset: 2px; }
.lissome dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 2ch; margin: .25em 0 .5em 2ch; }
.lissome dt { color: var(--purple); }
.lissome dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** False if Vite's setting `server.hmr.overlay` is; plugins.js writes it. */
const HAS_OVERLAY = '__HAS_OVERLAY__' !== String(false);

/** Shows the failures of this page's requests, one at a time: the first is the reason for the others. */
class Failures {
	/** the decoded paths that this page has asked for @type {Set<string>} */
	#requested = new Set();
	/** @type {Set<string>} the ids of all that were heard of */
	#known = new Set();
	/** @type {Map<string, Notice>} those that may still be shown, by id */
	#waiting = new Map();
	/** @type {{ overlay: HTMLElement, page: string } | null} */
	#shown = null;
	#is_asking = false;
	/** @type {ReturnType<typeof setInterval> | undefined} */
	#timer;

	constructor() {
		new PerformanceObserver((list) => this.#add(list.getEntries())).observe({
			type: 'resource',
			buffered: true
		});
		this.#add(performance.getEntriesByType('navigation'));
	}

	/** Ask for the failures that were there before this page could hear of them. */
	async load() {
		for (const notice of (await this.#ask('')) ?? []) this.hear(notice);
	}

	/** @param {Notice} notice */
	hear(notice) {
		if (this.#known.has(notice.id)) return;
		this.#known.add(notice.id);
		this.#waiting.set(notice.id, notice);
		this.#look();
	}

	/** Forget all, because the files have changed. */
	clear() {
		this.#waiting.clear();
		this.#close();
	}

	/** @param {PerformanceEntryList} entries */
	#add(entries) {
		for (const { name } of entries) this.#requested.add(decoded(new URL(name).pathname));
		this.#look();
	}

	/** Show the first failure of the page that is there, and take the overlay of another one away. */
	#look() {
		const here = page_path(location.pathname);
		if (this.#shown && this.#shown.page !== here) this.#close();
		if (!this.#is_asking && !this.#shown?.overlay.isConnected)
			for (const { id, path, page } of this.#waiting.values()) {
				if (!this.#requested.has(path) || (page !== null && page_path(page) !== here)) continue;
				this.#waiting.delete(id);
				this.#is_asking = true;
				this.#show(id, here).finally(() => {
					this.#is_asking = false;
					this.#look(); // Python forgets it when the same is asked for again: the next one is the reason then
				});
				break;
			}
		clearInterval(this.#timer);
		if (this.#waiting.size > 0 || this.#shown) this.#timer = setInterval(() => this.#look(), LOOK);
	}

	/**
	 * @param {string} id
	 * @param {string} page
	 */
	async #show(id, page) {
		/** @type {Report | null} */
		const report = await this.#ask(`/${id}`);
		if (!report || page_path(location.pathname) !== page) return;
		this.#waiting.clear(); // the later ones of this page
		const { title, request, loc, frame } = report;
		if (!HAS_OVERLAY) {
			console.error(`[lissome] ${request}: ${title}\n${frame}`);
			return;
		}
		const Overlay = /** @type {any} Vite's, which has no types */ (customElements.get('vite-error-overlay'));
		for (const other of document.querySelectorAll('vite-error-overlay')) other.remove();
		const error = { message: title, plugin: 'lissome', loc, frame, stack: `in ${request}` };
		const overlay = new Overlay(error);
		overlay.shadowRoot.querySelector('.frame').textContent = frame; // Vite shifts the first line
		this.#extend(overlay.shadowRoot, report, id);
		document.body.append(overlay);
		this.#shown = { overlay, page };
	}

	#close() {
		/** @type {any} Vite's, which has no types */ (this.#shown?.overlay)?.close();
		this.#shown = null;
	}

	/**
	 * Add what Vite's overlay cannot show: packages' frames folded, locals, the exceptions that led to this one.
	 *
	 * @param {ShadowRoot} root
	 * @param {Report} report
	 * @param {string} id
	 */
	#extend(root, { stacks }, id) {
		// a constructed style sheet: no content security policy forbids it
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE);
		root.adoptedStyleSheets = [sheet];
		const sections = stacks.map(({ how, title, frames }) => {
			const heading = how ? [element('h2', {}, element('span', {}, `${how} `), title)] : [];
			const own = frames.filter((frame) => frame.own);
			const foreign = frames.filter((frame) => !frame.own);
			const folded =
				foreign.length > 0 ? [folded_list(`${foreign.length} in packages`, this.#frames(foreign, id))] : [];
			return element('section', {}, ...heading, this.#frames(own, id), ...folded);
		});
		root.querySelector('.stack')?.after(element('div', { className: 'lissome' }, ...sections));
	}

	/**
	 * @param {Frame[]} frames
	 * @param {string} id
	 */
	#frames(frames, id) {
		return element('ol', {}, ...frames.map((frame) => this.#frame(frame, id)));
	}

	/**
	 * @param {Frame} frame
	 * @param {string} id
	 */
	#frame({ number, place, open, function: name, source, locals, skipped }, id) {
		const url = `${import.meta.env.BASE_URL}__open-in-editor?file=${encodeURIComponent(open)}`;
		const link = element(
			'button',
			{ type: 'button', title: 'Open in the editor', onclick: () => fetch(url) },
			place
		);
		const values = locals > 0 ? [this.#locals(id, number)] : [];
		const gap = skipped > 0 ? [element('p', {}, `… ${skipped} calls between`)] : [];
		return element('li', {}, link, element('span', {}, name), element('code', {}, source), ...values, ...gap);
	}

	/**
	 * The values are asked for when somebody wants to see them, and not before.
	 *
	 * @param {string} id
	 * @param {number} number
	 */
	#locals(id, number) {
		const details = element('details', {}, element('summary', {}, 'locals'));
		const load = async () => {
			/** @type {Array<[string, string]> | { message: string } | null} */
			const values = await this.#ask(`/${id}/${number}`);
			details.append(
				Array.isArray(values)
					? element('dl', {}, ...values.flatMap(([name, text]) => pair(name, text)))
					: element('p', {}, values?.message ?? 'the server does not know them any more')
			);
		};
		details.addEventListener('toggle', load, { once: true });
		return details;
	}

	/** @param {string} what */
	async #ask(what) {
		const url = `${import.meta.env.BASE_URL}__lissome/failures${what}`;
		const response = await fetch(url, { headers: { 'x-lissome-dev': '1' } });
		return response.status === 404 ? null : response.json();
	}
}

/** @param {string} path */
function decoded(path) {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/**
 * The decoded path of a page, however its trailing slash is.
 *
 * @param {string} path
 */
const page_path = (path) => decoded(path).replace(/(?<=.)\/$/, '');

/**
 * @param {string} summary
 * @param {Node} list
 */
const folded_list = (summary, list) => element('details', {}, element('summary', {}, summary), list);

/**
 * @param {string} name
 * @param {string} text
 */
const pair = (name, text) => [element('dt', {}, name), element('dd', {}, text)];

/**
 * @param {string} tag
 * @param {Record<string, any>} properties
 * @param {...(Node | string)} children
 */
function element(tag, properties, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

/** The version of the app that has made this page, as `lissome.dev.tracing` says in its Server-Timing header. */
function version_of_page() {
	const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
	return Number(page?.serverTiming?.find(({ name }) => name === 'lissome-version')?.description ?? NaN);
}

if (import.meta.hot) {
	const failures = new Failures();
	// of a version that came while this page was loaded, it hears only if it asks
	const ask_for_refresh = () => {
		const version = version_of_page();
		if (!Number.isNaN(version)) import.meta.hot?.send('lissome:version', version);
	};
	import.meta.hot.on('lissome:failure', (notice) => failures.hear(notice));
	import.meta.hot.on('lissome:refresh', () => failures.clear());
	// what is told before the socket is open reaches nobody
	import.meta.hot.on('vite:ws:connect', () => {
		failures.load();
		ask_for_refresh();
	});
	failures.load();
	ask_for_refresh();
}
