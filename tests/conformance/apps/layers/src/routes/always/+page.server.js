export const trailingSlash = 'always';

export const load = async ({ url, fetch }) => ({
	href: url.href,
	relative: (await fetch('echo')).status,
	up: (await fetch('../echo')).status
});
