/**
 * The parts of SvelteKit's internal types that lissome relies on. kit exports none of them; they follow its
 * src/types/internal.d.ts, for the version that package.json pins.
 */

/** kit's options with their defaults; paths are absolute. */
export interface ValidatedConfig {
	appDir: string;
	outDir: string;
	moduleExtensions: string[];
	files: {
		src: string;
		routes: string;
		assets: string;
		appTemplate: string;
		errorTemplate: string;
		params: string;
		serviceWorker: string;
		hooks: { server: string; universal: string; client: string };
	};
	paths: { base: string; assets: string; relative: boolean; origin?: string };
	version: { name: string };
	csp: { mode: string; directives: CspDirectives; reportOnly: CspDirectives };
	csrf: { trustedOrigins: string[] };
	router: { type: string; resolution: string };
	output: { bundleStrategy: string; linkHeaderPreload: boolean };
	serviceWorker: { register: boolean };
	compilerOptions?: { experimental?: { async?: boolean } };
}

export type CspDirectives = Record<string, string[] | undefined>;

export interface RouteParam {
	name: string;
	matcher?: string | null;
	optional: boolean;
	rest: boolean;
	chained: boolean;
}

/** The nodes of a page. The arrays may have holes. */
export interface PageNodeIndexes {
	layouts: Array<number | undefined>;
	errors: Array<number | undefined>;
	leaf: number;
}

export interface Route {
	id: string;
	pattern: RegExp;
	params: RouteParam[];
	page: PageNodeIndexes | null;
	/** in a build a function, in dev an object with the file */
	endpoint: unknown;
}

/** The result of kit's `core/sync/create_manifest_data`: the files of the app. */
export interface ManifestData {
	assets: Array<{ file: string }>;
	nodes: Array<{ component?: string; universal?: string; server?: string }>;
	routes: Array<Route & { endpoint: { file: string } | null }>;
	params: string | null;
}

export interface ClientRoute {
	id: string;
	pattern: RegExp;
	params: RouteParam[];
	layouts: Array<[has_server_load: boolean, node: number] | undefined>;
	errors: Array<number | undefined>;
	leaf: [has_server_load: boolean, node: number];
}

/** The browser's files, as the server refers to them. */
export interface ClientData {
	start: string;
	app?: string;
	imports: string[];
	stylesheets: string[];
	fonts: unknown[];
	uses_env_dynamic_public: boolean;
	nodes?: Array<string | undefined>;
	css?: Array<string[] | undefined>;
	routes?: ClientRoute[];
}

export interface SSRNode {
	index: number;
	imports: string[];
	stylesheets: string[];
	fonts: unknown[];
	component?: unknown;
	server_id?: string;
	universal_id?: string;
	universal?: Record<string, unknown>;
	inline_styles?: () => Record<string, string | ((assets: string, base: string) => string)>;
}

/** `manifest-full.js` of kit's server output. */
export interface SSRManifest {
	app_dir: string;
	assets: Set<string>;
	client: ClientData | null;
	nodes: Array<() => Promise<SSRNode>>;
	routes: Route[];
}

/** A variable that src/env.js declares. */
export interface EnvVariable {
	public?: boolean;
	static?: boolean;
}
