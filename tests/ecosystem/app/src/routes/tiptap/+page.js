import { browser } from '$app/environment';
import StarterKit from '@tiptap/starter-kit';

const doc = {
	type: 'doc',
	content: [
		{ type: 'paragraph', content: [{ type: 'text', text: 'Example ' }, { type: 'text', marks: [{ type: 'bold' }], text: 'Text' }] }
	]
};

export const load = async () => {
	const { generateHTML } = await (browser ? import('@tiptap/html') : import('@tiptap/html/server'));
	return { doc, html: generateHTML(doc, [StarterKit]) };
};
