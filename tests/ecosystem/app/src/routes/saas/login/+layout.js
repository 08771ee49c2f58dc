import { client_of } from '../client.js';

export const load = async (event) => {
	event.depends('supabase:auth');
	return { supabase: client_of(event), url: event.url.origin };
};
