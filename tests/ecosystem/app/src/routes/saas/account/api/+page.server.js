import { fail } from '@sveltejs/kit';

export const actions = {
	updateProfile: async ({ request }) => {
		const data = await request.formData();
		const values = { fullName: data.get('fullName'), website: data.get('website') };
		return values.fullName ? values : fail(400, { errorFields: ['fullName'], ...values });
	}
};
