import compiled, { Failure, list } from '#lib/vendor/compiled.cjs';
import { show } from '#lib/tell.js';

export const load = () => {
	const error = new Failure('x');
	const made = list();
	made.push('a');
	const kinds = [error instanceof Failure, error instanceof Error, typeof compiled];
	return { told: show([...kinds, `${error}`, error.name, [...made], made.length]) };
};
