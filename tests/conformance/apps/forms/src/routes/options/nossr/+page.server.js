export const load = ({ setHeaders }) => {
	setHeaders({ 'x-loaded': 'yes' });
	return { server: true };
};
