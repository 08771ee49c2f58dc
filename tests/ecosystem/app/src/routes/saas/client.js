import { createBrowserClient, createServerClient, isBrowser } from '@supabase/ssr';
import { SUPABASE } from './config.js';

/** Supabase's client of a layout: on the server with the cookies that the server's load gives. */
export const client_of = ({ fetch, url, data }) =>
	isBrowser()
		? createBrowserClient(url.origin + SUPABASE.path, SUPABASE.key, { global: { fetch } })
		: createServerClient(url.origin + SUPABASE.path, SUPABASE.key, { global: { fetch }, cookies: { getAll: () => data.cookies, setAll: () => {} } });
