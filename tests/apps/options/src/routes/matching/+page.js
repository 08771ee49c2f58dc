import { match } from '$app/paths';

export const load = async ({ url }) => ({ found: await match(url.searchParams.get('to')).catch((error) => error.message) });
