import { client_of } from '../client.js';

export const load = async (event) => {
	event.depends('supabase:auth');
	const supabase = client_of(event);
	const { user } = event.data.session;
	const { data: profile, error } = await supabase.from('profiles').select('*').eq('id', user.id).single();
	return { supabase, user, profile, problem: error?.message ?? 'none' };
};
