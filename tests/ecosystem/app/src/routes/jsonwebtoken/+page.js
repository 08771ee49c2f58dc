import { browser } from '$app/environment';

// jsonwebtoken signs with Node's crypto, so it is imported on the server only
export const load = async ({ data }) => {
	if (browser) return { name: 'Ada', admin: true, wrong: 'JsonWebTokenError' };
	const { default: jwt } = await import('jsonwebtoken');
	const token = jwt.sign({ name: 'Ada', admin: true }, 'secret');
	let wrong = '';
	try {
		jwt.verify(token, 'other');
	} catch (error) {
		wrong = error.name;
	}
	const { name, admin } = jwt.verify(token, 'secret');
	return { name, admin, wrong, ...data };
};
