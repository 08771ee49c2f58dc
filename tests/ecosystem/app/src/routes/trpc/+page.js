import { createTRPCClient, httpLink } from '@trpc/client';

export const load = async ({ fetch, url }) => {
	const client = createTRPCClient({ links: [httpLink({ url: `${url.origin}/api/trpc`, fetch })] });
	return { greeting: await client.greeting.query({ name: 'Ada' }) };
};
