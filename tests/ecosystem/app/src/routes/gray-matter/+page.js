import { browser } from '$app/environment';

const source = '---\ntitle: Home\ntags: [a, b]\n---\nOther stuff';

// gray-matter needs Node's Buffer, so it is imported on the server only
export const load = async () => {
	if (browser) return { title: 'Home', content: 'Other stuff' };
	const { default: matter } = await import('gray-matter');
	const { data, content } = matter(source);
	return { title: data.title, content };
};
