import { z } from 'zod';

const Player = z.object({ username: z.string().trim().min(3), xp: z.coerce.number().int(), role: z.enum(['admin', 'user']).default('user') });

export const load = () => {
	const bad = Player.safeParse({ username: 'a', xp: 'x' });
	return { player: Player.parse({ username: ' billie ', xp: '100' }), issues: bad.error.issues.map((issue) => issue.message) };
};
