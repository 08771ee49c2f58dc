export const reroute = ({ url }) => {
	if (url.pathname === '/other') return '/plain';
	if (url.pathname === '/throws') throw new Error('reroute broke');
};
