import i18next from 'i18next';

const resources = {
	en: { translation: { key: 'hello {{name}}', item_one: '{{count}} item', item_other: '{{count}} items', price: '{{value, number}}' } },
	fr: { translation: { key: 'bonjour {{name}}', item_one: '{{count}} chose', item_other: '{{count}} choses', price: '{{value, number}}' } }
};

export const load = async () => {
	const i18n = i18next.createInstance();
	await i18n.init({ lng: 'fr', fallbackLng: 'en', resources, interpolation: { escapeValue: false } });
	return { i18n };
};
