/** @import { Answer, Finding } from './types.js' */
import { element } from './element.js';
import { OwnRequests } from './own_requests.js';
import { STYLE } from './style.js';
import { calls_view, findings_view, page_view, requests_view, time } from './views.js';

/** where the browser remembers that the panel is open */
const REMEMBERED = 'lissome:inspector';
/** milliseconds until an open panel looks again at what the page shows, and at requests that have not ended */
const AGAIN = 500;

/** Whether the panel was open when it was last seen; browsers may refuse to say what they remember. */
function was_open() {
	try {
		return localStorage.getItem(REMEMBERED) === 'open';
	} catch {
		return false;
	}
}

/** @param {boolean} is_open */
function remember(is_open) {
	try {
		localStorage.setItem(REMEMBERED, is_open ? 'open' : 'closed');
	} catch {
		// then it is closed on the next page
	}
}

/**
 * A button in a corner, and the panel that it opens: the times of this page and of the tab's requests. It opens by
 * itself, with them alone, for new findings of the state guard.
 */
export class Inspector {
	#host = document.createElement('lissome-inspector');
	#root = this.#host.attachShadow({ mode: 'open' });
	#requests = new OwnRequests(() => this.update());
	/** @type {Finding[]} */
	#findings = [];
	/** @type {Answer | null} */
	#answer = null;
	#is_open = was_open();
	#has_news = false;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	#timer;
	#current;
	/** the page that was drawn last */
	#drawn = '';

	/** @param {() => { route: string | null, status: number }} current the page that kit's client shows */
	constructor(current) {
		this.#current = current;
		// a constructed style sheet: no content security policy forbids it
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(STYLE);
		this.#root.adoptedStyleSheets = [sheet];
		this.#root.addEventListener('keydown', (event) => {
			if (/** @type {KeyboardEvent} */ (event).key === 'Escape' && !this.#is_closed) this.#close();
		});
		// outside of the body, so that no framework finds it among its own elements
		document.documentElement.append(this.#host);
		this.update();
	}

	/** @param {Finding[]} findings all that there are now */
	show(findings) {
		this.#findings = findings;
		this.#has_news = findings.length > 0;
		this.#draw();
	}

	/** Show what has happened since. */
	async update() {
		clearTimeout(this.#timer);
		if (this.#is_open) {
			const answer = await this.#requests.ask();
			this.#answer = answer ?? this.#answer;
		}
		this.#draw();
		this.#look_again();
	}

	/** Follow kit's client, which says of no navigation that it is over, and requests until they have ended. */
	#look_again() {
		clearTimeout(this.#timer);
		if (!this.#is_open) return;
		this.#timer = setTimeout(() => {
			if (this.#answer?.requests.some(({ ended_ms }) => ended_ms === null)) return this.update();
			const { route, status } = this.#current();
			if (this.#drawn !== `${status} ${route}`) this.#draw();
			this.#look_again();
		}, AGAIN);
	}

	get #is_closed() {
		return !this.#is_open && !this.#has_news;
	}

	/** @param {boolean} is_open */
	#remember(is_open) {
		this.#is_open = is_open;
		this.#has_news = false;
		remember(is_open);
	}

	#open() {
		this.#remember(true);
		this.update().then(() => this.#focus('close'));
	}

	#close() {
		this.#remember(false);
		this.#draw();
		this.#focus('open');
	}

	#draw() {
		const focused = /** @type {HTMLElement | null} */ (this.#root.activeElement)?.dataset.key;
		const scrolled = this.#root.querySelector('.panel')?.scrollTop ?? 0;
		const opened = [...this.#root.querySelectorAll('details')].filter((one) => one.open);
		const keys = new Set(opened.map((one) => one.dataset.key));
		const is_shown = this.#findings.length > 0 || !this.#requests.is_empty;
		this.#root.replaceChildren(...(is_shown ? [this.#is_closed ? this.#button() : this.#panel()] : []));
		for (const one of this.#root.querySelectorAll('details')) one.open = keys.has(one.dataset.key);
		const panel = this.#root.querySelector('.panel');
		if (panel) panel.scrollTop = scrolled;
		if (focused) this.#focus(focused);
	}

	/** @param {string} key */
	#focus(key) {
		/** @type {HTMLElement | null} */ (this.#root.querySelector(`[data-key="${key}"]`))?.focus();
	}

	#button() {
		const { last_ms } = this.#requests;
		const count = this.#findings.length;
		const label = last_ms === null ? 'lissome' : time(last_ms);
		const button = element(
			'button',
			{
				type: 'button',
				className: 'opener',
				title: 'What this page took on the server',
				onclick: () => this.#open()
			},
			element('span', { textContent: label }),
			...(count > 0 ? [element('b', { textContent: String(count) })] : [])
		);
		const findings = count > 0 ? `, ${count} ${count === 1 ? 'finding' : 'findings'}` : '';
		button.setAttribute('aria-label', `Open the inspector: ${label}${findings}`);
		button.dataset.key = 'open';
		return button;
	}

	#panel() {
		const close = element('button', {
			type: 'button',
			title: 'Close',
			textContent: '×',
			onclick: () => this.#close()
		});
		close.setAttribute('aria-label', 'Close');
		close.dataset.key = 'close';
		const views = this.#findings.length > 0 ? [findings_view(this.#findings)] : [];
		if (this.#is_open && this.#answer) {
			const current = this.#current();
			this.#drawn = `${current.status} ${current.route}`;
			if (current.status > 0) views.push(page_view(this.#answer, current)); // else kit has not begun
			if (this.#answer.calls.length > 0) views.push(calls_view(this.#answer.calls));
			views.push(requests_view(this.#answer));
		}
		const panel = element(
			'section',
			{ className: this.#is_open ? 'panel' : 'panel short' },
			element('header', {}, element('h2', { textContent: 'Inspector' }), close),
			...views
		);
		panel.setAttribute('aria-label', 'Inspector of lissome dev');
		return panel;
	}
}
