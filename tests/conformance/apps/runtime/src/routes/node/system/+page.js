import { adapters, classes, label, supports } from '#lib/vendor/agent.js';
import system from '#lib/vendor/system.cjs';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	used: () => [label('text'), system.size('grüß')],
	wrapped: () => [
		typeof adapters.file.read,
		typeof adapters.shell.run,
		typeof adapters.http,
		typeof supports.colours
	],
	heirs: () => [
		typeof classes.KeepAgent,
		typeof classes.Connection.prototype.connect,
		classes.KeepAgent.name
	],
	old: () => [
		typeof system.files.read,
		typeof system.files.stat,
		typeof system.Agent,
		typeof system.spawn,
		system.Stream.name
	]
});
