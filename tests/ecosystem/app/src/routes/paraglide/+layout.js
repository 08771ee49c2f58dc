import { extractLocaleFromUrl, overwriteGetLocale } from '#lib/paraglide/runtime.js';

// SvelteKit's middleware sets the locale on Node; without it, the universal load does
export const load = ({ url }) => {
	const locale = extractLocaleFromUrl(url);
	if (import.meta.env.SSR) overwriteGetLocale(() => locale);
	return { locale };
};
