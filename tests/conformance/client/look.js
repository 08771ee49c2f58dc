// What a page shows, as JSON. Runs in the browser, after the next frame.
async () => {
	await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
	const focused = document.activeElement;
	const name = (element) => {
		if (!element) return 'nothing';
		const mark = element.id || element.getAttribute('name') || element.textContent.trim().slice(0, 20);
		return element === document.body ? 'body' : `${element.tagName.toLowerCase()} ${mark}`;
	};
	const value = (field) => (['checkbox', 'radio'].includes(field.type) ? field.checked : field.value);
	const fields = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
	const to = globalThis.app?.navigating.to;
	return JSON.stringify({
		address: location.href,
		history: history.length,
		title: document.title,
		text: document.body.innerText.replace(/\s+/g, ' ').trim(),
		fields: fields.map((field) => `${field.name}=${value(field)}`).join(' '),
		focus: name(focused),
		scroll: `${Math.round(scrollX)},${Math.round(scrollY)}`,
		document: document.readyState === 'complete' ? '' : document.readyState,
		navigating: to ? `to ${to.url.pathname}` : ''
	});
};
