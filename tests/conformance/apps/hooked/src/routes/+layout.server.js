export const load = ({ locals }) => ({ trail: locals.trail, route: locals.route ?? null, started: locals.started });
