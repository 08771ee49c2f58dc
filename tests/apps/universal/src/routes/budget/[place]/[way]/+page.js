import { over_budget } from '#lib/budget.js';

export async function load({ params: { place, way } }) {
	const over = () => over_budget(way);
	if (place === 'load') over();
	await null;
	if (place === 'awaited') over();
	if (place === 'promise') await new Promise((resolve) => Promise.resolve().then(() => resolve(over())));
	if (place === 'timer') await new Promise((resolve) => setTimeout(() => resolve(over()), 0));
	if (place === 'thenable') await { then: over };
	if (place === 'left') queueMicrotask(over);
	return { shown: place === 'page' ? over : () => '' };
}
