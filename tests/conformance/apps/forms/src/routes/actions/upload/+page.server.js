export const actions = {
	default: async ({ request }) => {
		const form = await request.formData();
		const entries = [];
		for (const [key, value] of form) {
			entries.push(
				typeof value === 'string'
					? [key, value]
					: [key, value.name, value.type, value.size, (await value.text()).slice(0, 20)]
			);
		}
		return { entries };
	}
};
