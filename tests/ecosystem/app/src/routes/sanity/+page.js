import { createClient } from '@sanity/client';

export const load = async ({ url }) => {
	const client = createClient({
		projectId: 'abc123',
		dataset: 'production',
		apiHost: `${url.origin}/api/sanity`,
		useProjectHostname: false,
		useCdn: false,
		apiVersion: '2025-02-19'
	});
	return { posts: await client.fetch('*[_type == "post"]') };
};
