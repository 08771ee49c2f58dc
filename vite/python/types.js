/** @import { Plugin } from 'vite' */
/** @import { Project } from '../project.js' */
/** @import { Annotations } from './analyser.js' */
import fs from 'node:fs';
import path from 'node:path';
import { posix } from '../files.js';
import { run_script } from './analyser.js';

/** kit writes its types again some time after a route changes; ours go in after that */
const SETTLE_MS = 500;

/**
 * Puts the types of Python loads and actions into kit's generated `$types`. kit sees no exports in a Python file, and
 * writes `null` for its data.
 *
 * @param {Project} project
 * @returns {Plugin}
 */
export function types_plugin(project) {
	/** @type {NodeJS.Timeout | undefined} */
	let timer;
	const write_soon = () => {
		clearTimeout(timer);
		timer = setTimeout(() => write_types(project), SETTLE_MS);
		timer.unref();
	};
	return {
		name: 'lissome:types',
		buildStart() {
			if (this.environment.name === 'client') write_types(project);
		},
		configureServer(server) {
			write_soon();
			server.watcher.on('all', (_event, file) => {
				if (posix(file).startsWith(posix(project.kit.files.routes))) write_soon();
			});
		}
	};
}

/**
 * Write the types of all routes.
 *
 * @param {Pick<Project, 'root' | 'kit'>} project
 */
export function write_types({ root, kit }) {
	const folder = path.join(kit.outDir, 'types');
	// without TypeScript in the project, kit writes no types
	if (!fs.existsSync(folder)) return;
	const types = fs
		.readdirSync(folder, { recursive: true })
		.map(String)
		.filter((file) => path.basename(file) === '$types.d.ts');
	const targets = types.map((file) => ({
		file: path.join(folder, file),
		route: path.join(root, path.dirname(file))
	}));
	const modules = targets.flatMap(({ route }) =>
		['+page.server.py', '+layout.server.py'].map((name) => path.join(route, name))
	);
	const existing = modules.filter((file) => fs.existsSync(file));
	const known = new Map(
		run_script('annotations.py', existing).map((annotations, i) => [existing[i], annotations])
	);
	for (const { file, route } of targets) {
		const text = fs.readFileSync(file, 'utf8');
		const page = known.get(path.join(route, '+page.server.py'));
		const layout = known.get(path.join(route, '+layout.server.py'));
		const better = with_server_data(
			with_server_data(with_actions(text, page), 'Page', page),
			'Layout',
			layout
		);
		if (better !== text) fs.writeFileSync(file, better);
	}
}

/**
 * @param {string} text of a $types.d.ts
 * @param {'Page' | 'Layout'} kind
 * @param {Annotations | undefined} annotations
 */
export function with_server_data(text, kind, annotations) {
	if (!annotations?.load) return text;
	return text
		.replace(
			`export type ${kind}ServerData = null;`,
			() => `export type ${kind}ServerData = Expand<EnsureDefined<${annotations.load}>>;`
		)
		.replace(
			`export type ${kind}Data = Expand<${kind}ParentData>;`,
			`export type ${kind}Data = Expand<Omit<${kind}ParentData, keyof ${kind}ServerData> & ${kind}ServerData>;`
		);
}

/**
 * @param {string} text of a $types.d.ts
 * @param {Annotations | undefined} annotations
 */
export function with_actions(text, annotations) {
	if (!annotations?.actions) return text;
	return text.replace(
		'export type ActionData = unknown;',
		() => `export type ActionData = ${annotations.actions};`
	);
}
