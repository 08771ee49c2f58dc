import JSZip from 'jszip';

export const load = async () => {
	const zip = new JSZip();
	zip.file('Hello.txt', 'Hello World\n'.repeat(20));
	zip.folder('images').file('smile.gif', 'R0lGODdhBQAFAIACAAAAAP/eACwAAAAABQAFAAACCIwPkWerClIBADs=', { base64: true });
	const bytes = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
	const copy = await JSZip.loadAsync(bytes);
	return { names: Object.keys(copy.files), text: (await copy.file('Hello.txt').async('string')).slice(0, 11) };
};
