/** JSON of values that JSON does not know, too. */
export const show = (value) =>
	JSON.stringify(value, (_key, item) => {
		if (typeof item === 'bigint') return `${item}n`;
		if (item === undefined) return 'undefined';
		if (item instanceof Map || item instanceof Set) return [item.constructor.name, ...item];
		if (Number.isNaN(item)) return 'NaN';
		return item;
	});
