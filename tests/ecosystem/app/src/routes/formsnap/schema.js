import { z } from 'zod';

export const schema = z.object({ email: z.email(), plan: z.enum(['free', 'paid']).default('free') });
