import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client/core';

export const load = async ({ fetch, url }) => {
	const client = new ApolloClient({
		ssrMode: import.meta.env.SSR,
		link: new HttpLink({ uri: `${url.origin}/api/graphql`, fetch }),
		cache: new InMemoryCache()
	});
	const { data } = await client.query({
		query: gql`
			query Countries {
				countries {
					code
					name
				}
			}
		`
	});
	return { countries: data.countries };
};
