import { createHighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

const highlighter = createHighlighterCore({
	themes: [import('shiki/themes/nord.mjs')],
	langs: [import('shiki/langs/javascript.mjs')],
	engine: createJavaScriptRegexEngine()
});

export const load = async () => ({
	code: (await highlighter).codeToHtml('const a = 1', { lang: 'javascript', theme: 'nord' })
});
