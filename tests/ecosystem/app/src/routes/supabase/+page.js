import { createClient } from '@supabase/supabase-js';

export const load = async ({ fetch, url }) => {
	const supabase = createClient(`${url.origin}/api/supabase`, 'public-anon-key', { global: { fetch } });
	const { data: countries, error } = await supabase.from('countries').select('id, name').limit(5);
	return { supabase, countries, message: error?.message ?? 'no error' };
};
