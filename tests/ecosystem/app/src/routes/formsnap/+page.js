import { defaults } from 'sveltekit-superforms';
import { zod4 } from 'sveltekit-superforms/adapters';
import { schema } from './schema.js';

export const load = () => ({ form: defaults({ email: 'a' }, zod4(schema)) });
