export const load = ({ setHeaders }) => setHeaders({ 'set-cookie': 'a=b' });
