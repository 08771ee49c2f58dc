import { createHighlighterCoreSync } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import javascript from 'shiki/langs/javascript.mjs';
import light from 'shiki/themes/github-light.mjs';

const highlighter = createHighlighterCoreSync({
	engine: createJavaScriptRegexEngine(),
	langs: [javascript],
	themes: [light]
});

/**
 * @param {string} code
 * @returns {string} HTML
 */
export function highlight(code) {
	return highlighter.codeToHtml(code, { lang: 'javascript', theme: 'github-light' });
}
