export const load = async ({ isDataRequest, isSubRequest, isRemoteRequest, route, request }) => ({
	flags: [isDataRequest, isSubRequest, isRemoteRequest],
	id: route.id,
	method: request.method,
	url: request.url
});
