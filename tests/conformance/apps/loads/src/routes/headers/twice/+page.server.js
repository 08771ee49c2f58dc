export const load = ({ setHeaders }) => {
	setHeaders({ 'x-one': '1' });
	setHeaders({ 'X-One': '2' });
};
