import { error } from '@sveltejs/kit';

const fails = async (ms, fail) => {
	await new Promise((done) => setTimeout(done, ms));
	fail();
};

export const load = () => ({
	known: fails(10, () => error(402, 'pay', { code: 7 })),
	secret: fails(30, () => {
		throw new Error('a secret');
	})
});
