import { fail } from '@sveltejs/kit';

export const actions = {
	send: async ({ request }) => {
		const data = await request.formData();
		const values = Object.fromEntries(['name', 'email', 'company'].map((key) => [key, data.get(key)?.toString() ?? '']));
		const errors = {};
		if (values.name.length < 2) errors.name = 'A name is required';
		if (!/^\S+@\S+$/.test(values.email)) errors.email = 'An email is required';
		return Object.keys(errors).length > 0 ? fail(400, { errors, ...values }) : { sent: true };
	}
};
