import { GraphQLClient, gql } from 'graphql-request';

export const load = async ({ fetch, url }) => {
	const client = new GraphQLClient(`${url.origin}/api/graphql`, { fetch, headers: { authorization: 'Bearer x' } });
	return client.request(gql`
		{
			countries {
				name
			}
		}
	`);
};
