export const load = async ({ parent }) => {
	const { supabase } = await parent();
	const { data } = await supabase.from('countries').select('name');
	return { countries: data ?? [] };
};
