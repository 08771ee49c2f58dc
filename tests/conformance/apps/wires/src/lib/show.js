/** A text of any value, types included. */
export const show = (value) =>
	JSON.stringify(value, function (key, item) {
		const given = this[key];
		if (typeof given === 'bigint') return `${given}n`;
		if (given === undefined) return '(undefined)';
		if (Object.is(given, -0)) return '(-0)';
		if (typeof given === 'number' && !Number.isFinite(given)) return `(${given})`;
		if (given instanceof Map || given instanceof Set) return [given.constructor.name, ...given];
		if (given instanceof Date) return `Date ${given.getTime()}`;
		if (ArrayBuffer.isView(given)) return [given.constructor.name, ...given];
		if (given instanceof Promise) return '(promise)';
		return item;
	});
