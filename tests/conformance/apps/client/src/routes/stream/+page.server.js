import { Point } from '../../lib/point.js';
import { opened } from '../../lib/server/gates.js';

export const load = (event) => ({
	now: 'now',
	later: opened(event).then(() => ({ word: 'later', point: new Point(1, 2), last: Promise.resolve('last') })),
	bad: opened(event).then(() => {
		throw new Error('secret');
	})
});
