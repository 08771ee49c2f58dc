/** Runs in the browser, in dev: loads data anew when a Python file has changed, and shows what the state guard found. */
import { refreshAll } from '$app/navigation';
import { page } from '$app/state';

/**
 * One of `lissome.dev.findings.Findings.message`.
 *
 * @typedef {object} Finding
 * @property {string} title
 * @property {string} place
 * @property {string} file
 * @property {number} line
 * @property {string} open the file and line for the editor
 * @property {string} source
 * @property {string} message
 * @property {string[]} requests
 */

const STYLE = `
:host { all: initial; }
section {
	--back: #fffdf7; --text: #1f1d17; --soft: #6b675c; --line: #e3dcc8; --mark: #b45309; --code: #f4efdf;
	position: fixed; inset: auto 16px 16px auto; z-index: 99998; box-sizing: border-box;
	width: min(30rem, calc(100vw - 32px)); max-height: min(22rem, 45vh); overflow: auto; overscroll-behavior: contain;
	font: 13px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back);
	border: 1px solid var(--line); border-left: 4px solid var(--mark); border-radius: 8px;
	box-shadow: 0 8px 30px rgb(0 0 0 / .18);
}
@media (prefers-color-scheme: dark) {
	section {
		--back: #211f1a; --text: #efeadd; --soft: #aaa492; --line: #3b372e; --mark: #f0a63a; --code: #2c2922;
		box-shadow: 0 8px 30px rgb(0 0 0 / .5);
	}
}
header { display: flex; align-items: center; gap: 8px; padding: 4px 4px 4px 12px; position: sticky; top: 0; background: var(--back); }
h2 { flex: 1; margin: 0; font-size: 13px; font-weight: 600; }
button { font: inherit; color: inherit; background: none; border: 0; border-radius: 6px; cursor: pointer; }
button:focus-visible, summary:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; }
header button { width: 36px; height: 36px; font-size: 18px; line-height: 1; }
button:hover { background: var(--code); }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: 8px 12px 10px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
strong { display: block; color: var(--mark); font-weight: 600; }
strong::first-letter { text-transform: uppercase; }
code, .open { font: 12px/1.5 ui-monospace, monospace; }
.open { display: block; margin-left: -4px; padding: 2px 4px; text-align: left; text-decoration: underline; text-underline-offset: 3px; }
code { display: block; margin: 4px 0; padding: 4px 8px; border-radius: 4px; background: var(--code); white-space: pre-wrap; }
summary { cursor: pointer; color: var(--soft); border-radius: 4px; }
p { margin: 4px 0 0; white-space: pre-line; }
p.soft { color: var(--soft); }
`;

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

/** A panel in a corner. It does not keep the page below from working. */
class Panel {
	/** @type {HTMLElement | null} */
	#host = null;

	/** @param {Finding[]} findings */
	show(findings) {
		this.close();
		if (findings.length === 0) return;
		const host = document.createElement('lissome-findings');
		const root = host.attachShadow({ mode: 'open' });
		// a constructed style sheet: no content security policy forbids it
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE);
		root.adoptedStyleSheets = [sheet];
		const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
		const close = element('button', {
			type: 'button',
			title: 'Close until there is something new',
			textContent: '×',
			onclick: () => this.close()
		});
		close.setAttribute('aria-label', 'Close');
		const section = element(
			'section',
			{},
			element('header', {}, element('h2', { textContent: `State guard: ${count}` }), close),
			element('ul', {}, ...findings.map(item).toReversed())
		);
		section.setAttribute('role', 'status');
		root.append(section);
		// outside of the body, so that no framework finds it among its own elements
		document.documentElement.append(host);
		this.#host = host;
	}

	close() {
		this.#host?.remove();
		this.#host = null;
	}
}

/** @param {Finding} finding */
function item({ title, place, file, line, open, source, message, requests }) {
	const url = `${import.meta.env.BASE_URL}__open-in-editor?file=${encodeURIComponent(open)}`;
	const seen =
		requests.length > 0
			? [element('p', { className: 'soft', textContent: `Seen in ${requests.join(', then in ')}` })]
			: [];
	return element(
		'li',
		{},
		element('strong', { textContent: title }),
		element('button', {
			type: 'button',
			className: 'open',
			title: 'Open in the editor',
			textContent: `${file}:${line}`,
			onclick: () => fetch(url)
		}),
		...(source ? [element('code', { textContent: source })] : []),
		element(
			'details',
			{},
			element('summary', { textContent: place }),
			element('p', { textContent: message }),
			...seen
		)
	);
}

if (import.meta.hot) {
	const panel = new Panel();
	import.meta.hot.on('lissome:refresh', () => {
		for (const overlay of document.querySelectorAll('vite-error-overlay')) overlay.remove();
		if (page.error) location.reload();
		else refreshAll();
	});
	// a component that failed is no module of this page, so no hot update is sent for it
	import.meta.hot.on('lissome:changed', () => page.error && location.reload());
	import.meta.hot.on('lissome:findings', (findings) => panel.show(findings));
	import.meta.hot.send('lissome:connected');
}
