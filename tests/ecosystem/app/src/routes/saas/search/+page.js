import Fuse from 'fuse.js';
import { sorted_posts } from '../blog/posts.js';

export const load = async () => {
	const documents = [
		...sorted_posts.map(({ title, about, link }) => ({ title, description: about, body: '', path: link })),
		{ title: 'Pricing', description: 'What each plan includes', body: 'rowing sailing ship', path: '/saas/pricing' }
	];
	return { documents, index: Fuse.createIndex(['title', 'description', 'body'], documents).toJSON() };
};
