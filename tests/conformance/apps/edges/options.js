/** Options of sveltekit() and of lissome(). */
export default { version: { name: 'edges <1> & 2' } };
