/** A module, as it is before a render evaluates it. */
export interface Definition {
	/** the function of the module (ssr/module_function.js); it returns Internals if the module outlives renders */
	run: (...parameters: unknown[]) => any; // any: Internals, a generator, or nothing
	/** the modules that it imports, by specifier */
	links: Record<string, number>;
	/**
	 * true if it, or one that it imports, awaits at its top level; `run` is a generator function then, which may pause
	 * once its imports are known
	 */
	is_async: boolean;
	/** true if it awaits itself; the generator is an asynchronous one then */
	awaits: boolean;
	/** in dev only; a build has no CommonJS modules */
	is_commonjs?: boolean;
	/** true if it gets the default export of CommonJS modules that Node would give it */
	is_node_mode?: boolean;
	/** path of its `import.meta.url`; null if it does not use `import.meta` */
	path: string | null;
}

/** The top-level declarations of a module that outlives renders (ssr/module_internals.js). */
export interface Internals {
	/** the values */
	internals: unknown[];
	/** the exports that never change */
	fixed: string[];
	/** those that are assigned to */
	variables?: { get: () => unknown[]; set: (values: unknown[]) => void };
}

/**
 * A module that a graph has evaluated, or begun to. Order and cycles follow ECMA-262's algorithm for Cyclic Module
 * Records; in double brackets the fields of its records.
 */
export interface Module {
	/** its namespace object; of a CommonJS module an object with its `exports`. any: the app's */
	exports: any;
	/** its exports for CommonJS modules, once one has required it */
	as_commonjs: object | undefined;
	is_commonjs: boolean;
	/** [[HasTLA]] */
	awaits: boolean;
	has_failed: boolean;
	/** [[EvaluationError]] */
	error: unknown;
	/** its place on the stack */
	dfs_index: number;
	/** the lowest place that it leads back to: [[DFSAncestorIndex]] */
	dfs_ancestor: number;
	/** true while it, or a module whose cycle it is in, is importing */
	on_stack: boolean;
	/** the first module of its cycle; the others are done when that one is: [[CycleRoot]] */
	cycle_root: Module;
	/** the order in which asynchronous modules have begun; 0 if done, or not asynchronous: [[AsyncEvaluationOrder]] */
	async_order: number;
	/** the number of imports that it waits for: [[PendingAsyncDependencies]] */
	pending: number;
	/** the modules that wait for it: [[AsyncParentModules]] */
	async_parents: Module[] | null;
	/** the generator, if its definition is async */
	steps: { next: () => unknown } | null;
	/** settled when its whole cycle is done: [[TopLevelCapability]] */
	capability: PromiseWithResolvers<void> | null;
	/** the module that it has imported last */
	latest: Module | null;
	/** the modules that export all of it, and did so before all of it was known */
	followers: Module[] | null;
	/** what it exports by `export *`; null: two modules export different things under a name, so it exports neither */
	starred: Map<string, unknown> | null;
	internals: Internals | undefined;
}

/** The modules that were made of the definitions, by number. */
export type Graph = Array<Module | undefined>;

/** The part of a render's host that the loader needs. */
export interface LoaderHost {
	origin: string;
	/** a parameter of each module */
	handle: object;
	ask(request: { kind: 'module'; number: number }): Promise<unknown>;
	ready: ((names: () => string[]) => Promise<unknown> | null) | null;
}

/** Makes the function that evaluates modules in a graph. any: a RenderGlobals, or the global object. */
export type CreateLoader = (
	graph: Graph,
	globals: any,
	host: LoaderHost | null
) => (number: number) => Module;

/** The functions of the loader that the dispatcher uses; loader.js describes them. */
export interface Graphs {
	make(globals: object, host: LoaderHost): (name: string) => unknown;
	/** any: the exports of an entry */
	own(name: string): any;
	share(globals: object): unknown[];
	reset(): void;
}
