export const actions = {
	one: async ({ request }) => ({ one: (await request.formData()).get('a') }),
	two: ({ url }) => ({ two: url.search })
};
