import { codeToHtml, createHighlighter } from 'shiki';

export const load = async () => {
	const highlighter = await createHighlighter({ themes: ['nord'], langs: ['css'] });
	return {
		code: await codeToHtml('const a = 1', { lang: 'javascript', theme: 'vitesse-dark' }),
		css: highlighter.codeToHtml('a { color: red }', { lang: 'css', theme: 'nord' })
	};
};
