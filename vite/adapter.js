/** @import { Adapter } from '@sveltejs/kit' */
import { write_app_manifest } from './build/app_manifest.js';
import { bundle_plugin } from './build/bundle.js';
import { env_validation_plugin } from './build/env_validation.js';
import { write_manifest } from './build/manifest.js';
import { dev_plugins } from './dev/plugins.js';
import { Project } from './project.js';
import { python_plugin } from './python/plugin.js';
import { absent_files_plugin } from './ssr/absent_modules.js';
import { asset_urls_plugin } from './ssr/asset_urls.js';
import { require_plugin } from './ssr/require_plugin.js';

/**
 * The adapter: it writes the output after kit's own build, and brings lissome's Vite plugins with it.
 *
 * @returns {Adapter}
 */
export function create_adapter() {
	const project = new Project();
	return {
		name: 'lissome',
		async adapt(builder) {
			const client = `${project.output}/client`;
			builder.rimraf(client);
			builder.writeClient(client);
			await builder.compress(client);
			write_app_manifest(builder, project);
			await write_manifest(builder, project);
		},
		supports: {
			read: () => true
		},
		vite: {
			plugins: {
				// before kit's plugins, so that our buildApp runs before kit's adapter step
				pre: [project.plugin(), env_validation_plugin(), bundle_plugin(project), ...dev_plugins(project)],
				// after kit's guard, so that it sees a forbidden import before we answer for the file
				post: [python_plugin(project), asset_urls_plugin(), require_plugin(), absent_files_plugin(project)]
			}
		}
	};
}
