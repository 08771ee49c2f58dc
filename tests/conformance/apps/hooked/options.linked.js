/** The same app, which names what is preloaded in the Link header. */
export default { version: { name: 'conformance-1' }, output: { linkHeaderPreload: true } };
