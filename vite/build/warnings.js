/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { missing_global_places } from './missing_globals.js';
import { system_builtins } from './system_builtins.js';

/** the number of places printed at most, for each warning */
const MAX_LINES = 10;

/**
 * Warn about code that V8 cannot run. It is not an error: that code may never run.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {(id: string) => string[]} importers_of
 * @param {Project} project
 */
export function warn(chunks, importers_of, project) {
	print(
		'V8 does not have these globals. Where code that uses them runs while a page is rendered, the page fails:',
		missing_global_places(chunks, importers_of, project),
		project
	);
	print(
		"V8 does not have the system that these modules of Node's need. Where one of their functions is called while a page is rendered, the page fails:",
		system_builtins(chunks, importers_of, project),
		project
	);
}

/**
 * @param {string} title
 * @param {string[]} places
 * @param {Project} project
 */
function print(title, places, { vite }) {
	if (places.length === 0) return;
	const lines = places.slice(0, MAX_LINES);
	if (places.length > MAX_LINES) lines.push(`and ${places.length - MAX_LINES} more`);
	vite.logger.warn([title, ...lines.map((line) => `  ${line}`)].join('\n'));
}
