export const load = async ({ parent }) => {
	const { one, two } = await parent();
	return { sum: one + two };
};
