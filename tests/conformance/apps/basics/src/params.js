import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
	integer: (value) => (/^\d+$/.test(value) ? Number(value) : undefined),
	word: (value) => (/^[a-z]+$/.test(value) ? value : undefined),
	flag: (value) => (value === 'yes' ? true : value === 'no' ? false : undefined),
	big: (value) => (/^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : undefined),
	explosive: (value) => {
		if (value === 'boom') throw new Error('the matcher broke');
		return value === 'fizz' ? value : undefined;
	}
});
