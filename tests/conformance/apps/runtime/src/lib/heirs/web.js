export default {
	encoder: () => {
		const encoder = new TextEncoder();
		encoder.encode = () => 'own';
		const decoder = new TextDecoder();
		decoder.decode = () => 'own too';
		return [encoder.encode('x'), decoder.decode()];
	},
	url: () => {
		const url = new URL('http://a.test/b');
		url.toString = () => 'own';
		url.toJSON = () => 'json';
		const params = new URLSearchParams('a=1');
		params.get = () => 'got';
		params.toString = () => 'params';
		return [`${url}`, JSON.stringify(url), url.href, params.get('a'), `${params}`];
	},
	fetching: async () => {
		const headers = new Headers({ a: '1' });
		headers.get = () => 'got';
		const response = new Response('{}');
		response.json = async () => 'own json';
		response.own = 1;
		const request = new Request('http://a.test');
		request.clone = () => 'cloned';
		return [headers.get('a'), await response.json(), response.own, request.clone()];
	},
	fields: () => [
		Object.defineProperty(new Response(), 'url', { value: 'http://own.test/' }).url,
		Object.defineProperty(new Request('http://a.test'), 'method', { value: 'OWN' }).method,
		Object.defineProperty(new AbortController().signal, 'aborted', { value: 'own' }).aborted
	],
	signals: () => {
		const controller = new AbortController();
		controller.abort = () => 'own abort';
		const { signal } = controller;
		signal.throwIfAborted = () => 'own throw';
		signal.addEventListener = () => 'own listener';
		return [controller.abort(), signal.throwIfAborted(), signal.addEventListener(), signal.aborted];
	},
	events: () => {
		const event = new Event('x');
		event.preventDefault = () => 'own';
		event.detail = 'detail';
		const target = new EventTarget();
		target.dispatchEvent = () => 'dispatched';
		return [event.preventDefault(), event.detail, target.dispatchEvent(event)];
	},
	exceptions: () => {
		const error = new DOMException('x', 'AbortError');
		error.toString = () => 'own';
		error.cause = 'why';
		return [
			`${error}`,
			error.cause,
			error.name,
			Object.defineProperty(error, 'message', { value: 'own message' }).message
		];
	},
	files: () => {
		const blob = new Blob(['x']);
		blob.text = () => 'own text';
		const file = new File(['x'], 'f');
		file.slice = () => 'own slice';
		file.path = '/f';
		const form = new FormData();
		form.append = () => 'own append';
		form.get = () => 'own get';
		return [blob.text(), file.slice(), file.path, form.append(), form.get()];
	},
	streams: () => {
		const readable = new ReadableStream();
		readable.getReader = () => 'own reader';
		const writable = new WritableStream();
		writable.getWriter = () => 'own writer';
		const transform = new TransformStream();
		Object.defineProperty(transform, 'readable', { value: 'own readable' });
		return [readable.getReader(), writable.getWriter(), transform.readable];
	},
	channels: () => {
		const { port1 } = new MessageChannel();
		port1.close();
		port1.postMessage = () => 'own';
		port1.start = () => 'started';
		return [port1.postMessage(1), port1.start()];
	}
};
