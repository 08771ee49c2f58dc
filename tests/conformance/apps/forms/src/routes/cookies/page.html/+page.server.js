export const load = ({ cookies, url }) => {
	cookies.set('here', '1', { path: '.' });
	cookies.set('own', '2', { path: url.pathname });
};
