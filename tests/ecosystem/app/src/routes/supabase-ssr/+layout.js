import { createBrowserClient, createServerClient, isBrowser } from '@supabase/ssr';

export const load = async ({ fetch, depends, url }) => {
	depends('supabase:auth');
	const project = `${url.origin}/api/supabase`;
	const supabase = isBrowser()
		? createBrowserClient(project, 'anon-key', { global: { fetch } })
		: createServerClient(project, 'anon-key', { global: { fetch }, cookies: { getAll: () => [] } });
	const { data } = await supabase.auth.getSession();
	return { supabase, session: data.session };
};
