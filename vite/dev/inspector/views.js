/** @import { Answer, Finding, Request, Span } from './types.js' */
import { editor_button, element } from './element.js';

/** @param {number | null} ms */
export function time(ms) {
	if (ms === null) return '…';
	if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
	return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** @param {number} bytes */
function size(bytes) {
	if (bytes < 1024) return `${bytes} B`;
	const kilobytes = bytes / 1024; // as in the setting `render_heap_mb`
	return kilobytes < 1024 ? `${kilobytes.toFixed(1)} KB` : `${(kilobytes / 1024).toFixed(0)} MB`;
}

/**
 * @param {string} text
 * @param {string} [className]
 */
function note(text, className = 'soft') {
	return element('p', { className, textContent: text });
}

/**
 * What the state guard found.
 *
 * @param {Finding[]} findings
 */
export function findings_view(findings) {
	const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
	const view = element(
		'section',
		{ className: 'findings' },
		element('h3', { textContent: `State guard: ${count}` }),
		element('ul', {}, ...findings.map(finding_item).toReversed())
	);
	view.setAttribute('role', 'status');
	return view;
}

/** @param {Finding} finding */
function finding_item({ title, place, file, line, open, source, message, requests }) {
	const seen = requests.length > 0 ? [note(`Seen in ${requests.join(', then in ')}`)] : [];
	const key = `${file}:${line} ${place}`;
	return element(
		'li',
		{},
		element('strong', { textContent: title }),
		editor_button(`${file}:${line}`, open),
		...(source ? [element('code', { textContent: source })] : []),
		details(key, element('span', { textContent: place }), element('p', { textContent: message }), ...seen)
	);
}

/**
 * @param {string} key by which it is found again when the panel is drawn anew
 * @param {Node} title
 * @param {...Node} children
 */
function details(key, title, ...children) {
	const made = element('details', {}, element('summary', {}, title), ...children);
	made.dataset.key = key;
	return made;
}

/**
 * The page that is shown now.
 *
 * @param {Answer} answer
 * @param {{ route: string | null, status: number }} current as kit's client knows it
 */
export function page_view(answer, { route, status }) {
	const of_route = answer.requests.filter((request) => request.route === route);
	const request = of_route.findLast(({ kind }) => kind === 'page' || kind === 'data');
	const action = of_route.flatMap(({ spans }) => spans).findLast(({ name }) => name === 'form_action');
	const facts = [
		...Object.entries(request?.params ?? {}).map(([name, value]) => `${name} = ${value}`),
		...(request?.status === status ? [] : [`status ${status}`]),
		...(action ? [`last action: ${action.subject}, ${action.outcome || 'success'}`] : [])
	];
	return element(
		'section',
		{ className: 'page' },
		element('h3', { textContent: route ?? 'No route' }),
		...(facts.length > 0 ? [note(facts.join(' · '))] : []),
		...(request
			? [request_line(request), ...request_parts(request, answer.heap_limit)]
			: [note('The browser has shown it without asking the server.')])
	);
}

/**
 * All requests of the tab.
 *
 * @param {Answer} answer
 */
export function requests_view({ requests, heap_limit }) {
	const items = requests.toReversed().map((request) => {
		const parts = request_parts(request, heap_limit);
		return element('li', {}, details(request.id, request_line(request), ...parts));
	});
	return element(
		'section',
		{ className: 'requests' },
		element('h3', { textContent: 'Requests of this tab' }),
		element('ul', {}, ...items)
	);
}

/** @param {Request} request */
function request_line({ method, status, kind, path, ms, spans }) {
	const failed = status >= 400 ? 'bad' : '';
	const action = spans.find(({ name }) => name === 'form_action');
	const outcome = action ? ` ${action.subject} ${action.outcome || 'success'}` : '';
	return element(
		'span',
		{ className: 'line' },
		element('b', { textContent: `${method} ` }),
		element('b', { className: failed, textContent: `${status || '…'} ` }),
		element('span', { className: 'path', textContent: `${path} ` }),
		element('span', { className: 'soft', textContent: `${kind}${outcome} ` }),
		element('span', { className: 'time', textContent: time(ms) })
	);
}

/**
 * @param {Request} request
 * @param {number} heap_limit
 * @returns {Node[]}
 */
function request_parts(request, heap_limit) {
	const { spans, skipped, reasons, subrequests, is_streamed, ms, ended_ms } = request;
	const end = Math.max(ended_ms ?? 0, ms ?? 0, ...spans.map((span) => span.start + (span.ms ?? 0)));
	const rows = [
		...spans.filter(({ name }) => name !== 'resolve').map((span) => span_row(span, end, heap_limit)),
		...skipped.map(({ file, open }) =>
			element(
				'li',
				{ className: 'span' },
				editor_button(file, open),
				note('reused: the browser has its data')
			)
		)
	];
	const streamed = is_streamed && ended_ms !== null ? [note(`sent until ${time(ended_ms)}`)] : [];
	return [
		...reasons.map((reason) => note(reason, 'reason')),
		element('ul', { className: 'spans' }, ...rows),
		...streamed,
		...subrequests.map((inner) =>
			element('div', { className: 'inner' }, request_line(inner), ...request_parts(inner, heap_limit))
		)
	];
}

/**
 * @param {Span} span
 * @param {number} end of the request
 * @param {number} heap_limit
 */
function span_row(span, end, heap_limit) {
	const { name, subject, open, start, ms, outcome } = span;
	const bar = element('span', { className: 'bar', ariaHidden: 'true' });
	const share = (/** @type {number} */ part) => `${end > 0 ? (part / end) * 100 : 0}%`;
	bar.style.marginInlineStart = share(start);
	bar.style.inlineSize = `max(2px, ${share(ms ?? end - start)})`;
	const more = [outcome, ...span_facts(span, heap_limit)].filter(Boolean).join(' · ');
	return element(
		'li',
		{ className: 'span' },
		element(
			'span',
			{ className: 'line' },
			element('span', { textContent: `${name.replace('.root', '').replaceAll('_', ' ')} ` }),
			...(open ? [editor_button(subject, open)] : [element('span', { textContent: subject })]),
			element('span', { className: 'time', textContent: ms === null ? 'not finished' : time(ms) })
		),
		element('span', { className: 'track' }, bar),
		...(more ? [note(more, /^[A-Z]|^error 5/.test(outcome) ? 'bad' : 'soft')] : [])
	);
}

/**
 * @param {Span} span
 * @param {number} heap_limit
 * @returns {string[]}
 */
function span_facts({ size: bytes, uses, meter, outcome }, heap_limit) {
	const facts = [];
	if (bytes !== null) facts.push(`${size(bytes)} of data`);
	if (uses && !outcome) facts.push(`uses ${described_uses(uses)}`);
	if (meter) {
		facts.push(`V8 ${time(meter.v8)}`);
		if (meter.modules >= 1) facts.push(`modules from Vite ${time(meter.modules)}`);
		if (meter.queue >= 1) facts.push(`waited for V8 ${time(meter.queue)}`);
		if (meter.calls > 1) facts.push(`${meter.calls} turns`);
		if (meter.heap) facts.push(`heap ${size(meter.heap)}, and a render may add ${size(heap_limit)}`);
	}
	return facts;
}

/** @param {NonNullable<Span['uses']>} uses */
function described_uses(uses) {
	const parts = Object.entries(uses).map(([kind, names]) => {
		const word = kind.replace('_', ' ');
		return names === 1 ? word : `${word} ${names.join(', ')}`;
	});
	return parts.join('; ') || 'nothing that makes it run again';
}

/** @param {Answer['calls']} calls */
export function calls_view(calls) {
	return element(
		'section',
		{ className: 'calls' },
		element('h3', { textContent: 'Calls that held the event loop' }),
		element(
			'ul',
			{},
			...calls.map((call) => element('li', {}, editor_button(call.place, call.open), note(call.function)))
		)
	);
}
