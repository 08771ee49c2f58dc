import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
	PUBLIC_GREETING: { public: true, schema: (value) => value ?? 'nobody' }
});
