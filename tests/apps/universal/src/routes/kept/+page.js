import { routes } from '$app/manifest';

export const load = () => ({ routes });
