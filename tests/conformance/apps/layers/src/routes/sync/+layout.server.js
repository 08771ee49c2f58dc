export const load = ({ setHeaders, url }) => {
	setHeaders({ 'x-layout': '1' });
	if (url.searchParams.has('fail')) throw new Error('at once');
	return { layout: 1 };
};
