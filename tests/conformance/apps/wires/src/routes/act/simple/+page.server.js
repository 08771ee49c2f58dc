export const actions = {
	default: async ({ request, isSubRequest, cookies }) => {
		cookies.set('acted', '1');
		return { got: [...(await request.formData()).entries()], isSubRequest };
	}
};
