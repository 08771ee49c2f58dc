/** The same app below a path. */
export default { version: { name: 'conformance-1' }, paths: { base: '/base' } };
