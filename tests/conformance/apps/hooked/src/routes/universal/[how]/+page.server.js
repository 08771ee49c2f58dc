export const load = ({ params, cookies }) => {
	cookies.set('server', 'first');
	return { server: params.how };
};
