export default {
	number: () => {
		const format = new Intl.NumberFormat('en');
		Object.defineProperty(format, 'format', { value: () => 'own' });
		format.formatToParts = () => 'own parts';
		format.resolvedOptions = () => 'own options';
		return [format.format(1), format.formatToParts(1), format.resolvedOptions()];
	},
	date: () => {
		const format = new Intl.DateTimeFormat('en', { timeZone: 'UTC' });
		Object.defineProperty(format, 'format', { value: () => 'own' });
		format.formatRange = () => 'own range';
		format.formatToParts = () => 'own parts';
		return [format.format(0), format.formatRange(0, 1), format.formatToParts(0)];
	},
	others: () => [
		Object.assign(new Intl.Collator('en'), { resolvedOptions: () => 'collator' }).resolvedOptions(),
		Object.assign(new Intl.PluralRules('en'), { select: () => 'plural' }).select(1),
		Object.assign(new Intl.ListFormat('en'), { format: () => 'list' }).format([]),
		Object.assign(new Intl.RelativeTimeFormat('en'), { format: () => 'relative' }).format(1, 'day'),
		Object.assign(new Intl.Segmenter('en'), { segment: () => 'segment' }).segment('x'),
		Object.assign(new Intl.DisplayNames('en', { type: 'region' }), { of: () => 'name' }).of('DE'),
		Object.assign(new Intl.Locale('de'), { toString: () => 'locale' }).toString()
	]
};
