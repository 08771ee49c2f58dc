export const load = ({ setHeaders }) => {
	setHeaders({ 'X-Mixed-Case': 'yes', 'cache-control': 'max-age=60' });
	setHeaders({ 'Server-Timing': 'a;dur=1' });
	setHeaders({ 'server-timing': 'b;dur=2' });
};
