/** Options of sveltekit() and of lissome(). */
export default { version: { name: 'conformance-1' } };
