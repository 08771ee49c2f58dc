import { telling } from '#lib/tell.js';

// so that any header may be read: with a client SvelteKit demands that a hook allows it
export const csr = false;

const collect = async (stream) => {
	const found = [];
	for await (const part of stream) found.push(...part);
	return found;
};

export const load = telling({
	kinds: ({ fetch }) => {
		const give = (what) => fetch(`/give/${what}`);
		return {
			text: async () => (await give('text')).text(),
			bytes: async () => (await give('bytes')).bytes(),
			arraybuffer: async () => (await give('bytes')).arrayBuffer(),
			blob: async () => {
				const blob = await (await give('bytes')).blob();
				return [blob instanceof Blob, blob.size, blob.type, await blob.bytes()];
			},
			json: async () => (await give('json')).json(),
			bom: async () => [await (await give('bom')).text(), await (await give('bom')).bytes()],
			latin: async () => (await give('latin')).text(),
			binarytext: async () => (await give('bytes')).text(),
			notjson: async () => (await give('text')).json()
		};
	},
	forms: ({ fetch }) => ({
		params: async () => [...(await (await fetch('/give/params')).formData())],
		multipart: async () => {
			const form = await (await fetch('/give/form')).formData();
			const file = form.get('f');
			return [
				form instanceof FormData,
				form.get('a'),
				file instanceof File,
				file.name,
				file.type,
				await file.text()
			];
		},
		notaform: async () => (await fetch('/give/text')).formData()
	}),
	bodies: ({ fetch }) => ({
		kind: async () => (await fetch('/give/text')).body instanceof ReadableStream,
		same: async () => {
			const response = await fetch('/give/text');
			return response.body === response.body;
		},
		iterated: async () => collect((await fetch('/give/bytes')).body),
		reader: async () => {
			const reader = (await fetch('/give/bytes')).body.getReader();
			const found = [];
			for (let part = await reader.read(); !part.done; part = await reader.read()) found.push(...part.value);
			return found;
		},
		decoded: async () => {
			let text = '';
			for await (const part of (await fetch('/give/stream')).body.pipeThrough(new TextDecoderStream()))
				text += part;
			return text;
		},
		teed: async () => {
			const [one, two] = (await fetch('/give/stream')).body.tee();
			return [(await collect(one)).length, await new Response(two).text()];
		},
		piped: async () => {
			const seen = [];
			await (
				await fetch('/give/bytes')
			).body.pipeTo(new WritableStream({ write: (part) => void seen.push(...part) }));
			return seen;
		},
		none: async () => {
			const response = await fetch('/give/nothing');
			return [response.status, response.body, response.bodyUsed];
		},
		cancelled: async () => {
			const { body } = await fetch('/give/stream');
			await body.cancel('enough');
			return (await body.getReader().read()).done;
		}
	}),
	copies: ({ fetch }) => ({
		clone: async () => {
			const response = await fetch('/give/json');
			const copy = response.clone();
			return [
				copy instanceof Response,
				copy.status,
				copy.headers.get('x-own'),
				await copy.json(),
				await response.json()
			];
		},
		cloneused: async () => {
			const response = await fetch('/give/json');
			await response.text();
			return response.clone();
		},
		new: async () => {
			const response = await fetch('/give/text');
			const copy = new Response(response.body, response);
			return [copy.status, copy.headers.get('x-own'), copy.headers.get('content-type'), await copy.text()];
		},
		newbytes: async () => {
			const response = await fetch('/give/bytes');
			return new Response(await response.blob(), { headers: response.headers }).bytes();
		},
		changed: async () => {
			const response = await fetch('/give/text');
			const headers = new Headers(response.headers);
			headers.set('x-own', 'changed');
			headers.delete('content-type');
			const copy = new Response(response.body, { status: 299, headers });
			return [copy.status, copy.headers.get('x-own'), copy.headers.has('content-type'), await copy.text()];
		}
	}),
	headers: ({ fetch }) => ({
		read: async () => {
			const { headers } = await fetch('/give/text');
			return ['x-own', 'content-type', 'x-none'].map((name) => headers.get(name));
		},
		changed: async () => {
			const { headers } = await fetch('/give/text');
			headers.set('x-new', '1');
			return headers.get('x-new');
		}
	}),
	states: ({ fetch }) => ({
		used: async () => {
			const response = await fetch('/give/text');
			const before = response.bodyUsed;
			await response.text();
			return [before, response.bodyUsed];
		},
		twice: async () => {
			const response = await fetch('/give/text');
			await response.text();
			return response.blob();
		},
		locked: async () => {
			const response = await fetch('/give/text');
			response.body.getReader();
			return [response.body.locked, response.bodyUsed];
		},
		about: async () => {
			const response = await fetch('/give/text');
			return [
				response.ok,
				response.redirected,
				response instanceof Response,
				response.headers instanceof Headers
			];
		},
		together: async () => {
			const responses = await Promise.all(['text', 'bytes', 'json'].map((what) => fetch(`/give/${what}`)));
			return Promise.all(responses.map(async (response) => (await response.blob()).size));
		}
	})
});
