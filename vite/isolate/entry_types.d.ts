/** A parameter matcher, in the form of Standard Schema. */
export interface Matcher {
	'~standard': {
		validate(value: string): { issues?: readonly unknown[]; value?: unknown } | Promise<unknown>;
	};
}

/** The entries of the bundle by their names: lissome's own, and the app's hooks and matchers. */
export interface Entries {
	render: typeof import('./render/render.js');
	call: typeof import('./call.js');
	errors: typeof import('./errors.js');
	env: typeof import('./env.js');
	hooks: AppHooks;
	params: { params?: Record<string, Matcher> };
}

/** The app's universal hooks. */
export interface AppHooks {
	/** any: values of the app's own types */
	transport?: Record<string, { decode: (value: any) => unknown }>;
	reroute?: (event: object) => string | undefined | Promise<string | undefined>;
}

/** kit's module of a node. */
export interface NodeEntry {
	component?: unknown;
	/** the component's file (ssr/node_component.js) */
	file(): string;
	universal?: { load?: (event: object) => unknown };
}

/** Evaluates an entry in a render's module graph, unless it has been evaluated there already, and returns its exports. */
export interface LoadEntry {
	<Name extends keyof Entries>(name: Name): Entries[Name];
	(name: `n${number}`): NodeEntry;
	/** in dev: the universal module of a node */
	(name: `u${number}`): Record<string, unknown>;
}
