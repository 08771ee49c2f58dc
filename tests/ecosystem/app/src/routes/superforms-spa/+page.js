import { defaults } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { z } from 'zod';

export const load = () => ({ form: defaults({ name: 'Grace' }, zod4(z.object({ name: z.string().min(2), age: z.number().default(30) }))) });
