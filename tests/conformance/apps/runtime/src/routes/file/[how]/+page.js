import { telling } from '#lib/tell.js';

export const load = telling({
	made: () => {
		const file = new File(['a', 'b'], 'notes/ä "1".txt', { type: 'Text/Plain', lastModified: 86_400_000 });
		return {
			fields: () => [file.name, file.type, file.size, file.lastModified],
			kind: () => [
				file instanceof File,
				file instanceof Blob,
				String(file),
				Object.getPrototypeOf(File) === Blob
			],
			text: () => file.text(),
			slice: async () => [
				file.slice(1) instanceof File,
				file.slice(1) instanceof Blob,
				await file.slice(1).text()
			],
			date: () => new Date(file.lastModified).toISOString(),
			readonly: () => {
				file.name = 'other';
			}
		};
	},
	defaults: () => ({
		modified: () => Number.isInteger(new File([], 'a').lastModified),
		type: () => new File([], 'a').type,
		dateobject: () => new File([], 'a', { lastModified: new Date(5) }).lastModified,
		number: () => new File(['a'], 7).name,
		surrogate: () => new File([], 'a\ud800').name === 'a\ufffd',
		ofblob: () => new File([new Blob(['x']), new File(['y'], 'y')], 'both').text(),
		noname: () => new File(['a']),
		noparts: () => new File('a', 'a'),
		length: () => File.length
	}),
	read: () => {
		const file = new File([new Uint8Array([1, 2, 255])], 'bin');
		return {
			bytes: () => file.bytes(),
			arraybuffer: () => file.arrayBuffer(),
			stream: () => new Response(file.stream()).bytes(),
			inheritance: () => Object.getPrototypeOf(File.prototype) === Blob.prototype,
			inform: async () => {
				const form = new FormData();
				form.append('f', file);
				return [form.get('f') === file, form.get('f').name];
			}
		};
	}
});
