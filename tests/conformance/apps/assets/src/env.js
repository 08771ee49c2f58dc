import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
	PUBLIC_GREETING: { public: true, schema: (value) => value ?? 'nobody said hello' },
	PUBLIC_FIXED: { public: true, static: true, schema: (value) => value ?? 'fixed' },
	SECRET: { schema: (value) => value ?? 'no secret' }
});
