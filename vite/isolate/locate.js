/**
 * Makes the function that puts source files and lines into stacks. Its own text is put into the packed
 * script, so it refers to nothing outside of itself. The table is only unpacked when there is an error.
 *
 * @param {string[]} sources
 * @param {string} lines
 * @param {string} name of the script in stacks
 */
export function locator(sources, lines, name) {
	const pattern = new RegExp(`${name.replace(/\W/g, '\\$&')}:(\\d+):\\d+`, 'g');
	return (stack) => {
		const table = lines.split(',');
		return stack.replace(pattern, (place, line) => {
			const [source, original] = (table[line - 1] || '').split(':');
			return original ? `${sources[source]}:${original}` : place;
		});
	};
}
