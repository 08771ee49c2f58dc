import { addMessages, init, waitLocale } from 'svelte-i18n';

addMessages('en', { hello: 'Hello, {name}!', apples: '{n, plural, =0 {no apples} one {# apple} other {# apples}}' });
addMessages('de', { hello: 'Hallo, {name}!', apples: '{n, plural, =0 {keine Äpfel} one {# Apfel} other {# Äpfel}}' });

export const load = async ({ url }) => {
	init({ fallbackLocale: 'en', initialLocale: url.searchParams.get('lang') ?? 'de' });
	await waitLocale();
	return {};
};
