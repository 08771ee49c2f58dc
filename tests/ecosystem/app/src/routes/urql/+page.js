import { Client, cacheExchange, fetchExchange, gql } from '@urql/svelte';

const QUERY = gql`
	query {
		countries {
			code
			name
		}
	}
`;

export const load = async ({ fetch, url }) => {
	const client = new Client({
		url: `${url.origin}/api/graphql`,
		exchanges: [cacheExchange, fetchExchange],
		preferGetMethod: false,
		fetch
	});
	const { data, error } = await client.query(QUERY, {}).toPromise();
	return { countries: data?.countries ?? [], message: error?.message ?? 'no error' };
};
