import answer, { twice } from '#lib/vendor/foot.js';
import { show } from '#lib/tell.js';

export const load = () => ({ told: show([answer(), twice(4), answer.name]) });
