const posts = [
	{ title: 'Why we built a harbour', about: 'Boats need one', link: '/saas/blog/first-harbour', date: '2024-03-10' },
	{ title: 'A second harbour', about: 'One was not enough, <really>', link: '/saas/blog/second-harbour', date: '2024-09-22' }
];

export const blog = { name: 'Harbour news' };
export const sorted_posts = posts
	.map((post) => ({ ...post, parsed: new Date(`${post.date}T00:00:00Z`) }))
	.toSorted((a, b) => b.parsed - a.parsed);

/** @param {Date} date */
export const in_words = (date) =>
	date.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
