export const load = async ({ parent, fetch }) => {
	const { queryClient } = await parent();
	await queryClient.prefetchQuery({ queryKey: ['items'], queryFn: async () => (await fetch('/api/items')).json() });
};
