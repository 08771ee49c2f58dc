import { Vec } from '#lib/types.js';

export const handleError = ({ error, event, kind }) => {
	const how = event.url.searchParams.get('hook');
	if (how === 'status') return { status: 503, message: 'status by hook' };
	if (how === 'date') return { when: new Date(0), seen: new Set([1]) };
	if (how === 'vec') return { vec: new Vec(1, 2) };
	if (how === 'odd') return { nan: NaN, minus: -0, nothing: undefined, nested: { a: [null] } };
	if (how === 'throw') throw new Error('hook');
	if (how === 'empty') return {};
	if (how === 'async') return Promise.resolve({ message: `later ${kind}` });
	if (how === 'script') return { message: '</script><b>&"' };
	return { kind, known: error?.status ?? null };
};
