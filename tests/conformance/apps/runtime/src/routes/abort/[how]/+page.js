import { telling } from '#lib/tell.js';

const caught = (promise) =>
	promise.then(
		() => 'done',
		(error) => error
	);
const ended = (signal) =>
	new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));
const named = async (promise) => {
	const reason = await caught(promise);
	return ['AbortError', 'TimeoutError'].includes(reason.name) ? 'aborted' : reason;
};

export const load = telling({
	controller: () => ({
		fresh: () => {
			const { signal } = new AbortController();
			return [
				signal.aborted,
				signal.reason,
				signal.onabort,
				signal instanceof AbortSignal,
				signal instanceof EventTarget
			];
		},
		default: () => {
			const controller = new AbortController();
			controller.abort();
			const { aborted, reason } = controller.signal;
			return [aborted, reason.name, reason.code, reason instanceof DOMException];
		},
		reasons: () =>
			['text', 0, null, { a: 1 }, undefined].map((reason) => {
				const controller = new AbortController();
				controller.abort(reason);
				return controller.signal.reason;
			}),
		same: () => {
			const controller = new AbortController();
			const reason = new RangeError('own');
			controller.abort(reason);
			return controller.signal.reason === reason;
		},
		twice: () => {
			const controller = new AbortController();
			let count = 0;
			controller.signal.addEventListener('abort', () => count++);
			controller.abort('one');
			controller.abort('two');
			return [controller.signal.reason, count];
		},
		signal: () => {
			const controller = new AbortController();
			return [controller.signal === controller.signal, String(controller), String(controller.signal)];
		},
		detached: () => {
			const { abort } = new AbortController();
			abort();
		}
	}),
	listeners: () => ({
		onabort: () => {
			const controller = new AbortController();
			const seen = [];
			controller.signal.onabort = function (event) {
				seen.push(
					event.type,
					this === controller.signal,
					event.target === controller.signal,
					event.isTrusted
				);
			};
			controller.abort();
			return seen;
		},
		all: () => {
			const controller = new AbortController();
			const seen = [];
			controller.signal.addEventListener('abort', () => seen.push('first'));
			controller.signal.onabort = () => seen.push('onabort');
			controller.signal.addEventListener('abort', () => seen.push('last'));
			controller.abort();
			return seen;
		},
		late: () => {
			const signal = AbortSignal.abort();
			let count = 0;
			signal.addEventListener('abort', () => count++);
			return count;
		},
		sync: () => {
			const controller = new AbortController();
			const seen = [];
			controller.signal.addEventListener('abort', () => seen.push(controller.signal.aborted));
			seen.push('before');
			controller.abort();
			seen.push('after');
			return seen;
		},
		removed: () => {
			const controller = new AbortController();
			const seen = [];
			controller.signal.onabort = () => seen.push('heard');
			controller.signal.onabort = null;
			controller.abort();
			return seen;
		},
		promise: async () => {
			const controller = new AbortController();
			setTimeout(() => controller.abort('in time'));
			return ended(controller.signal);
		}
	}),
	statics: () => ({
		abort: () => [
			AbortSignal.abort().reason.name,
			AbortSignal.abort('own').reason,
			AbortSignal.abort().aborted
		],
		throw: () => AbortSignal.abort().throwIfAborted(),
		throwown: () => {
			try {
				AbortSignal.abort({ own: 1 }).throwIfAborted();
			} catch (reason) {
				return reason;
			}
		},
		nothrow: () => new AbortController().signal.throwIfAborted(),
		timeout: async () => {
			const signal = AbortSignal.timeout(5);
			const before = signal.aborted;
			const reason = await ended(signal);
			return [before, signal.aborted, reason.name, reason.code, reason instanceof DOMException];
		},
		timeoutevent: () =>
			new Promise((resolve) => (AbortSignal.timeout(1).onabort = ({ type }) => resolve(type))),
		longtimeout: () => AbortSignal.timeout(60_000).aborted,
		illegal: () => new AbortSignal()
	}),
	any: () => ({
		follows: () => {
			const [one, two] = [new AbortController(), new AbortController()];
			const signal = AbortSignal.any([one.signal, two.signal]);
			const before = signal.aborted;
			two.abort('two');
			return [before, signal.aborted, signal.reason, one.signal.aborted];
		},
		already: () =>
			AbortSignal.any([new AbortController().signal, AbortSignal.abort('first'), AbortSignal.abort('second')])
				.reason,
		none: () => AbortSignal.any([]).aborted,
		nested: () => {
			const controller = new AbortController();
			const signal = AbortSignal.any([AbortSignal.any([controller.signal]), AbortSignal.timeout(60_000)]);
			controller.abort('deep');
			return signal.reason;
		},
		event: () => {
			const controller = new AbortController();
			const signal = AbortSignal.any([controller.signal]);
			const seen = [];
			signal.addEventListener('abort', (event) => seen.push(event.target === signal));
			controller.abort();
			return seen;
		},
		timeout: async () =>
			(await ended(AbortSignal.any([AbortSignal.timeout(5), new AbortController().signal]))).name,
		set: () => AbortSignal.any(new Set([AbortSignal.abort(1)])).reason,
		fresh: () => {
			const { signal } = new AbortController();
			return AbortSignal.any([signal]) === signal;
		},
		wrong: () => AbortSignal.any([{}]),
		nolist: () => AbortSignal.any()
	}),
	before: ({ fetch, url }) => ({
		own: () => fetch('/give/text', { signal: AbortSignal.abort() }),
		request: () => fetch(new Request(new URL('/give/text', url), { signal: AbortSignal.abort() })),
		kind: async () => {
			const error = await caught(fetch('/give/text', { signal: AbortSignal.abort() }));
			return [error instanceof DOMException, error.code];
		},
		elsewhere: async () => {
			const reason = new RangeError('own');
			return (await caught(fetch('http://nowhere.test/', { signal: AbortSignal.abort(reason) }))) === reason;
		},
		global: async () => [
			await caught(globalThis.fetch('http://nowhere.test/', { signal: AbortSignal.abort('text') }))
		],
		then: async () => {
			await caught(fetch('/give/text', { signal: AbortSignal.abort() }));
			return (await fetch('/give/text')).text();
		}
	}),
	during: ({ fetch }) => ({
		abort: async () => {
			const controller = new AbortController();
			setTimeout(() => controller.abort(), 30);
			return caught(fetch('/slow', { signal: controller.signal }));
		},
		atonce: () => {
			const controller = new AbortController();
			const promise = fetch('/slow', { signal: controller.signal });
			controller.abort();
			return caught(promise);
		},
		reason: async () => {
			const controller = new AbortController();
			setTimeout(() => controller.abort('own'), 30);
			const outcome = await caught(fetch('/slow', { signal: controller.signal }));
			return [outcome !== 'done', controller.signal.reason];
		},
		timeout: () => named(fetch('/slow', { signal: AbortSignal.timeout(30) })),
		any: () =>
			named(
				fetch('/slow', { signal: AbortSignal.any([AbortSignal.timeout(30), new AbortController().signal]) })
			),
		intime: async () => (await fetch('/give/text', { signal: AbortSignal.timeout(20_000) })).text(),
		goeson: async () => {
			const controller = new AbortController();
			const given = fetch('/slow', { signal: controller.signal });
			const other = fetch('/give/json');
			controller.abort();
			return [await caught(given), await (await other).json()];
		},
		raced: async () => {
			const controller = new AbortController();
			const first = await Promise.race([fetch('/slow', { signal: controller.signal }), fetch('/give/text')]);
			controller.abort();
			return first.text();
		},
		afterwards: async () => {
			const controller = new AbortController();
			const text = await (await fetch('/give/text', { signal: controller.signal })).text();
			controller.abort();
			return text;
		}
	})
});
