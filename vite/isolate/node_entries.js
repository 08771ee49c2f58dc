/**
 * The names of the entries that are nodes.
 *
 * @param {Array<number | null | undefined>} indexes
 */
export const node_entries = (indexes) =>
	indexes.filter((index) => typeof index === 'number').map((index) => `n${index}`);
