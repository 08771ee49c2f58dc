/** The next deployment of the same app. */
export default { version: { name: 'conformance-2' } };
