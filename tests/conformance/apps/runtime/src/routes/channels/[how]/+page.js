import { telling } from '#lib/tell.js';

/** Opens a channel, gives its ports to some work, and closes them. */
const channel = async (work) => {
	const { port1, port2 } = new MessageChannel();
	try {
		return await work(port1, port2);
	} finally {
		port1.close();
	}
};
const next = (port) => new Promise((resolve) => (port.onmessage = resolve));
const received = async (message, transfer) =>
	channel(async (one, two) => {
		const event = next(two);
		one.postMessage(message, transfer);
		return (await event).data;
	});
const settled = (time = 20) => new Promise((resolve) => setTimeout(resolve, time));

const broadcast = async (work) => {
	const [one, two, other] = ['runtime', 'runtime', 'other'].map((name) => new BroadcastChannel(name));
	try {
		return await work(one, two, other);
	} finally {
		for (const open of [one, two, other]) open.close();
	}
};

export const load = telling({
	message: () => ({
		text: () => received('hello'),
		cloned: async () => {
			const sent = {
				list: [1, { a: null }],
				map: new Map([['k', new Date(0)]]),
				set: new Set([1n]),
				bytes: new Uint8Array([1, 2])
			};
			const got = await received(sent);
			return [got === sent, got.list, got.map, got.set, got.bytes];
		},
		circular: async () => {
			const ring = { name: 'ring' };
			ring.self = ring;
			const got = await received(ring);
			return [got.self === got, got.name];
		},
		event: () =>
			channel(async (one, two) => {
				const event = next(two);
				one.postMessage(1);
				const { type, target, currentTarget } = await event;
				return [
					(await event) instanceof MessageEvent,
					type,
					target === two,
					currentTarget === two || currentTarget === null
				];
			}),
		order: () =>
			channel(async (one, two) => {
				const seen = [];
				const last = new Promise(
					(resolve) => (two.onmessage = ({ data }) => (seen.push(data), data === 3 && resolve()))
				);
				for (const item of [1, 2, 3]) one.postMessage(item);
				await last;
				return seen;
			}),
		both: () =>
			channel(async (one, two) => {
				two.onmessage = ({ data }) => two.postMessage(data * 2);
				const answer = next(one);
				one.postMessage(21);
				return (await answer).data;
			}),
		later: () =>
			channel(async (one, two) => {
				const seen = [];
				const event = next(two).then(() => seen.push('message'));
				one.postMessage(1);
				seen.push('sync');
				await Promise.resolve().then(() => seen.push('microtask'));
				await event;
				return seen;
			}),
		listener: () =>
			channel(async (one, two) => {
				const event = new Promise((resolve) => two.addEventListener('message', resolve, { once: true }));
				two.start();
				one.postMessage('by listener');
				return (await event).data;
			}),
		queued: () =>
			channel(async (one, two) => {
				one.postMessage('before');
				await settled();
				return (await next(two)).data;
			}),
		function: () => received(() => 1),
		symbol: () => received(Symbol('a'))
	}),
	transfer: () => ({
		buffer: async () => {
			const { buffer } = new Uint8Array([1, 2, 3]);
			return [await received(buffer, [buffer]), buffer.byteLength, buffer.detached];
		},
		option: async () => {
			const bytes = new Uint8Array([4, 5]);
			return [await received(bytes, { transfer: [bytes.buffer] }), bytes.length];
		},
		port: () =>
			channel(async (one, two) => {
				const inner = new MessageChannel();
				const event = next(two);
				one.postMessage('port', [inner.port2]);
				const { ports } = await event;
				const answer = next(inner.port1);
				ports[0].postMessage('through');
				const { data } = await answer;
				inner.port1.close();
				return [ports.length, ports[0] instanceof MessagePort, data];
			}),
		twice: async () => {
			const buffer = new ArrayBuffer(1);
			return received(buffer, [buffer, buffer]);
		},
		itself: () => channel((one) => one.postMessage(1, [one]))
	}),
	closed: () => ({
		silent: () =>
			channel(async (one, two) => {
				const seen = [];
				two.onmessage = () => seen.push('heard');
				two.close();
				one.postMessage(1);
				await settled();
				return seen;
			}),
		nothrow: () =>
			channel(async (one) => {
				one.close();
				return one.postMessage('late');
			}),
		twice: () => channel((one) => (one.close(), one.close())),
		removed: () =>
			channel(async (one, two) => {
				const seen = [];
				two.onmessage = () => seen.push('heard');
				two.onmessage = null;
				one.postMessage(1);
				await settled();
				return seen;
			})
	}),
	kinds: () => ({
		ports: () =>
			channel((one, two) => [one instanceof MessagePort, two instanceof EventTarget, one.onmessage]),
		channel: () => {
			const made = new MessageChannel();
			made.port1.close();
			return [made instanceof MessageChannel, made.port1 === made.port1, made.port1 === made.port2];
		},
		illegal: () => new MessagePort(),
		called: () => MessageChannel()
	}),
	broadcast: () => ({
		heard: () =>
			broadcast(async (one, two, other) => {
				const seen = [];
				one.onmessage = () => seen.push('myself');
				other.onmessage = () => seen.push('other');
				const event = next(two);
				one.postMessage({ a: [1] });
				const { data, type } = await event;
				await settled();
				return [data, type, seen];
			}),
		cloned: () =>
			broadcast(async (one, two) => {
				const event = next(two);
				const sent = new Map([['a', 1]]);
				one.postMessage(sent);
				const { data } = await event;
				return [data === sent, data];
			}),
		listener: () =>
			broadcast(async (one, two) => {
				const event = new Promise((resolve) => two.addEventListener('message', resolve));
				one.postMessage('by listener');
				return (await event).data;
			}),
		order: () =>
			broadcast(async (one, two) => {
				const seen = [];
				const last = new Promise(
					(resolve) => (two.onmessage = ({ data }) => (seen.push(data), data === 3 && resolve()))
				);
				for (const item of [1, 2, 3]) one.postMessage(item);
				await last;
				return seen;
			}),
		name: () => broadcast((one) => [one.name, new BroadcastChannel(5).name, one instanceof EventTarget]),
		closed: () => broadcast((one) => (one.close(), one.postMessage('late'))),
		deaf: () =>
			broadcast(async (one, two) => {
				const seen = [];
				two.onmessage = () => seen.push('heard');
				two.close();
				one.postMessage(1);
				await settled();
				return seen;
			}),
		function: () => broadcast((one) => one.postMessage(() => 1)),
		noname: () => new BroadcastChannel()
	})
});
