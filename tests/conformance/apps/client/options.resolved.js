/** The same app, whose server finds the routes. */
export default { version: { name: 'conformance-1' }, router: { resolution: 'server' } };
