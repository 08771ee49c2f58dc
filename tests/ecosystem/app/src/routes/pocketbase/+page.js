import PocketBase from 'pocketbase';

export const load = async ({ fetch, url }) => {
	const pb = new PocketBase(`${url.origin}/api/pocketbase`);
	pb.authStore.loadFromCookie('');
	const posts = await pb.collection('posts').getList(1, 30, { fetch });
	return { titles: posts.items.map((post) => post.title), valid: pb.authStore.isValid };
};
