export const load = ({ url, cookies }) => {
	cookies.set('here', '1', { path: '' });
	return { pathname: url.pathname };
};

export const actions = { default: ({ url }) => ({ posted: url.pathname }) };
