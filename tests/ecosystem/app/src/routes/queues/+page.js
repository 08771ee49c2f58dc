import { LRUCache } from 'lru-cache';
import hash from 'object-hash';
import PQueue from 'p-queue';

export const load = async () => {
	const queue = new PQueue({ concurrency: 1 });
	const order = [];
	await Promise.all([queue.add(() => order.push('a')), queue.add(() => order.push('b'), { priority: 1 })]);
	const cache = new LRUCache({ max: 2, ttl: 60_000 });
	for (const key of ['x', 'y', 'z']) cache.set(key, key.toUpperCase());
	return { order, size: cache.size, kept: cache.get('z'), hash: hash({ b: 1, a: [2] }) };
};
