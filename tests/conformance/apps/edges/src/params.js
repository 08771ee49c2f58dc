import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
	int: (value) => (/^-?[0-9]+$/.test(value) ? value : undefined),
	low: (value) => (/^[a-z]+$/.test(value) ? value : undefined),
	hex: (value) => (/^[0-9a-f]+$/i.test(value) ? parseInt(value, 16) : undefined),
	paths: (value) => (value === '' || value.includes('/') ? value : undefined),
	iso: (value) => (['en', '日本'].includes(value) ? value.toUpperCase() : undefined),
	number: (value) => Number(value),
	big: (value) => (/^[0-9]+n$/.test(value) ? BigInt(value.slice(0, -1)) : undefined),
	falsy: (value) => ({ false: false, empty: '', zero: 0, minus: -0 })[value]
});
