import { telling } from '#lib/tell.js';

/** Does some work, and takes back its marks. */
const measured = (work) => {
	try {
		return work();
	} finally {
		performance.clearMarks();
		performance.clearMeasures();
	}
};
const told = ({ name, entryType, startTime, duration, detail }) => [
	name,
	entryType,
	startTime,
	duration,
	detail
];

export const load = telling({
	time: () => ({
		now: () => [typeof performance.now(), performance.now() >= 0],
		forward: () => {
			const before = performance.now();
			return performance.now() >= before;
		},
		origin: () => [typeof performance.timeOrigin, performance.timeOrigin > 0],
		date: () => Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 60_000,
		json: () => typeof performance.toJSON().timeOrigin,
		kind: () => [performance instanceof Performance, performance instanceof EventTarget, String(performance)],
		illegal: () => new Performance()
	}),
	marks: () => ({
		made: () => measured(() => told(performance.mark('a', { startTime: 1.5, detail: { x: 1 } }))),
		defaults: () =>
			measured(() => {
				const mark = performance.mark('a');
				return [
					mark.detail,
					mark.duration,
					mark.startTime > 0,
					mark instanceof PerformanceMark,
					mark instanceof PerformanceEntry
				];
			}),
		byname: () =>
			measured(() => {
				performance.mark('a', { startTime: 2 });
				performance.mark('b', { startTime: 1 });
				performance.mark('a', { startTime: 3 });
				return [
					performance.getEntriesByName('a').map(told),
					performance.getEntriesByName('none'),
					performance.getEntriesByName('a', 'measure')
				];
			}),
		bytype: () =>
			measured(() => {
				performance.mark('a', { startTime: 2 });
				performance.mark('b', { startTime: 1 });
				return performance.getEntriesByType('mark').map(({ name }) => name);
			}),
		entries: () =>
			measured(() => {
				performance.mark('a', { startTime: 1 });
				return performance.getEntries().some(({ name }) => name === 'a');
			}),
		clear: () =>
			measured(() => {
				performance.mark('a');
				performance.mark('b');
				performance.clearMarks('a');
				return performance.getEntriesByType('mark').map(({ name }) => name);
			}),
		constructed: () =>
			measured(() => [
				told(new PerformanceMark('a', { startTime: 4 })),
				performance.getEntriesByName('a').length
			]),
		json: () =>
			measured(() => JSON.parse(JSON.stringify(performance.mark('a', { startTime: 1, detail: 'd' })))),
		cloned: () =>
			measured(() => {
				const detail = { x: 1 };
				return performance.mark('a', { detail }).detail === detail;
			}),
		negative: () => performance.mark('a', { startTime: -1 }),
		noname: () => performance.mark()
	}),
	measures: () => ({
		between: () =>
			measured(() => {
				performance.mark('from', { startTime: 1 });
				performance.mark('to', { startTime: 5 });
				return told(performance.measure('m', 'from', 'to'));
			}),
		options: () => measured(() => told(performance.measure('m', { start: 2, end: 9, detail: 'd' }))),
		duration: () => measured(() => told(performance.measure('m', { start: 2, duration: 3 }))),
		marks: () =>
			measured(() => {
				performance.mark('from', { startTime: 1 });
				return told(performance.measure('m', { start: 'from', end: 4 }));
			}),
		last: () =>
			measured(() => {
				performance.mark('from', { startTime: 1 });
				performance.mark('from', { startTime: 3 });
				return performance.measure('m', { start: 'from', end: 4 }).duration;
			}),
		whole: () =>
			measured(() => {
				const measure = performance.measure('m');
				return [measure.startTime, measure.duration > 0, measure instanceof PerformanceMeasure];
			}),
		found: () =>
			measured(() => {
				performance.measure('m', { start: 2, end: 9 });
				return performance.getEntriesByName('m', 'measure').map(told);
			}),
		cleared: () =>
			measured(() => {
				performance.measure('m', { start: 2, end: 9 });
				performance.clearMeasures('m');
				return performance.getEntriesByType('measure');
			}),
		nomark: () => performance.measure('m', 'none')
	})
});
