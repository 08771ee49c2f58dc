/** @import { Adapter } from '@sveltejs/kit' */
import { write_app_manifest } from './build/app_manifest.js';
import { asset_urls_plugin } from './ssr/asset_urls.js';
import { bundle_plugin } from './build/bundle.js';
import { dev_plugins } from './dev/plugins.js';
import { env_plugin } from './build/env_validation.js';
import { Project } from './project.js';
import { python_plugin } from './python/plugin.js';
import { rules_plugin } from './python/misplaced_files.js';
import { typeof_require_plugin } from './ssr/typeof_require.js';
import { types_plugin, write_types } from './python/types.js';
import { write_manifest } from './build/manifest.js';

/**
 * The adapter: what happens after kit's own build, and the carrier of our Vite plugins.
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
			// again: kit has written its own anew while it built the server's part
			write_types(project);
		},
		supports: {
			read: () => true
		},
		vite: {
			plugins: {
				// before kit's plugins, so that our buildApp runs before kit's adapter step
				pre: [project.plugin(), rules_plugin(project), env_plugin(), bundle_plugin(project), ...dev_plugins(project), types_plugin(project)],
				// after kit's guard, so that it sees a forbidden import before we answer for the file
				post: [python_plugin(project), asset_urls_plugin(), typeof_require_plugin()]
			}
		}
	};
}
