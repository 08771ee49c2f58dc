// What a page shows and is about to do, as JSON; null where there is no page yet. Runs in the browser, changes
// nothing, and answers after the next frame, when the page has no other task that is ready.
async () => {
	await new Promise(requestAnimationFrame);
	await scheduler.postTask(() => {}, { priority: 'background' });
	if (document.body === null) return 'null';
	const focused = document.activeElement;
	const name = (element) => {
		if (!element) return 'nothing';
		const mark = element.id || element.getAttribute('name') || element.textContent.trim().slice(0, 20);
		return element === document.body ? 'body' : `${element.tagName.toLowerCase()} ${mark}`;
	};
	const value = (field) => (['checkbox', 'radio'].includes(field.type) ? field.checked : field.value);
	const fields = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')];
	const to = globalThis.app?.navigating.to;
	const isOfTheBrowser = location.protocol === 'chrome-error:'; // what it says is each browser's own
	const shows = {
		address: location.href,
		history: history.length,
		title: isOfTheBrowser ? '' : document.title,
		text: isOfTheBrowser ? '' : document.body.innerText.replace(/\s+/g, ' ').trim(),
		fields: isOfTheBrowser ? '' : fields.map((field) => `${field.name}=${value(field)}`).join(' '),
		focus: name(focused),
		scroll: `${Math.round(scrollX)},${Math.round(scrollY)}`,
		document: document.readyState === 'complete' ? '' : document.readyState,
		navigating: to ? `to ${to.url.pathname}` : ''
	};
	const isForClient = [...document.scripts].some((script) => script.textContent.includes('__sveltekit_'));
	const awaits = globalThis.underWay?.list() ?? [];
	if (isForClient && !document.getElementById('svelte-announcer')) awaits.push('its client');
	return JSON.stringify({ shows, awaits, calls: globalThis.underWay?.calls ?? 0 });
};
