import { QueryClient } from '@tanstack/svelte-query';
import { browser } from '$app/environment';

export const load = () => ({ queryClient: new QueryClient({ defaultOptions: { queries: { enabled: browser, staleTime: 60_000 } } }) });
