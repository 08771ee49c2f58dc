import { error } from '@sveltejs/kit';

export const load = () => error(404, 'after the layout began to stream');
