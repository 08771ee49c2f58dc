export const load = ({ cookies, setHeaders }) => {
	setHeaders({ 'x-page': '1' });
	cookies.set('page', '1');
	return { page: 1 };
};
