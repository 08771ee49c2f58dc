import { SECRET } from '$app/env/private';

export const load = () => ({ length: SECRET.length });
