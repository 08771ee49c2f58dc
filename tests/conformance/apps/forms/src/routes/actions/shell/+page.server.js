import { fail } from '@sveltejs/kit';

export const load = () => ({ loaded: true });

export const actions = {
	default: async ({ request }) => ((await request.formData()).get('ok') ? { ok: 1 } : fail(400, { ok: 0 }))
};
