/**
 * Makes the function that puts source files and lines into stacks, and takes lissome's own steps out. Its own text is
 * put into the packed script, so it refers to nothing outside of itself. The table is only unpacked when there is an
 * error.
 *
 * @param {{ sources: string[], importers: Record<number, string>, lines: string }} table see ../positions.js
 * @param {string} name of the script in stacks
 */
export function locator({ sources, importers, lines }, name) {
	const script = name.replace(/\W/g, '\\$&');
	const pattern = new RegExp(`${script}:(\\d+):\\d+`, 'g');
	const ours = new RegExp(`^\\s+at .*\\b(?:${script}|prelude\\.js):\\d+:\\d+\\)?$`);
	return (stack) => {
		const table = lines.split(',');
		const located = stack.replace(pattern, (place, line) => {
			const [source, original] = (table[line - 1] || '').split(':');
			const importer = importers[source];
			return original ? `${sources[source]}:${original}${importer ? `, imported by ${importer}` : ''}` : place;
		});
		const theirs = located.split('\n').filter((line) => !ours.test(line));
		// a mistake of lissome's own can only be found by its steps
		return theirs.some((line) => /^\s+at /.test(line)) ? theirs.join('\n') : located;
	};
}
