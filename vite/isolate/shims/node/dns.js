/** The part of Node's `dns` that needs no network: packages set the order of addresses when they are imported. */
export const create = () => ({
	getDefaultResultOrder: () => 'verbatim',
	getServers: () => [],
	setDefaultResultOrder() {}
});
