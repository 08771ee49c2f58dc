import { fail, message, superValidate } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { schema } from './schema.js';

export const load = async () => ({ form: await superValidate({ name: 'Ada', email: '' }, zod4(schema), { errors: false }) });

export const actions = {
	default: async ({ request }) => {
		const form = await superValidate(request, zod4(schema));
		if (!form.valid) return fail(400, { form });
		return message(form, `Valid form: ${form.data.name}`);
	}
};
