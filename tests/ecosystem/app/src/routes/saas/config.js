export const WEBSITE_NAME = 'Harbour';

export const SUPABASE = { path: '/api/supabase', key: 'public-anon-key' };
