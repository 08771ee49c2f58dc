/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { make_prelude } from '../ssr/prelude.js';
import { parts_of } from '../ssr/prelude_parts.js';
import { overridden_names } from './overridden_names.js';

/**
 * Make the prelude of an app: with the parts that the app needs, and with what the realm has to know about the app.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Project} project
 */
export async function app_prelude(chunks, project) {
	const prelude = await make_prelude(project, parts_of(chunks, project));
	return `${prelude}globalThis.__lissome_overridden = ${JSON.stringify(overridden_names(chunks, project))};\n`;
}
