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
	/** any: values of the app's own types */
	hooks: { transport?: Record<string, { decode: (value: any) => unknown }>; reroute?: Function };
	params: { params?: Record<string, Matcher> };
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
