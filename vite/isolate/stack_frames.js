/**
 * The source positions of the packed script's lines.
 *
 * @typedef {object} SourcePositions
 * @property {string[]} sources
 * @property {Record<number, string>} importers of sources in packages: the file of the app that imports them
 * @property {string} lines per line of the script `source:line` or nothing, with commas between
 */

/**
 * Make the function that puts source files and lines into stacks, and removes lissome's own frames. The text of
 * `stack_mapper` is put into the packed script, so it refers to nothing outside of itself. It splits the table only when
 * there is an error.
 *
 * @param {SourcePositions} table
 * @param {string} name of the script in stacks
 * @returns {(stack: string) => string}
 */
export function stack_mapper({ sources, importers, lines }, name) {
	const script = name.replaceAll(/\W/g, '\\$&');
	return (stack) => {
		// made anew: methods that a render has replaced may get hold of them
		const position = new RegExp(`${script}:(\\d+):\\d+`, 'g');
		const own_frame = new RegExp(`^\\s+at .*\\b(?:${script}|prelude\\.js):\\d+:\\d+\\)?$`);
		const table = lines.split(',');
		const mapped = stack.replaceAll(position, (text, line) => {
			const [source, original] = (table[line - 1] || '').split(':');
			const importer = importers[Number(source)];
			return original
				? `${sources[Number(source)]}:${original}${importer ? `, imported by ${importer}` : ''}`
				: text;
		});
		const others = mapped.split('\n').filter((line) => !own_frame.test(line));
		// if all frames are lissome's own, only they lead to the mistake
		return others.some((line) => /^\s+at /.test(line)) ? others.join('\n') : mapped;
	};
}
