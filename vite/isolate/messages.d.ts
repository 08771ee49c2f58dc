/**
 * The JSON in the messages between Python and the isolate. docs/internals/rendering.md lists the messages.
 */

/** An error, as both sides serialize it. */
export interface SerializedError {
	kind: 'http' | 'redirect' | 'unknown';
	name: string;
	message: string;
	stack: string;
	status?: number;
	/** what an HTTP error's body has besides status and message */
	props?: Record<string, unknown>;
	location?: string;
	/** position in the branch of the universal load that failed */
	at: number | null;
}

/** The parameters of a route as JSON can hold them: a BigInt is `{bigint: '1'}`, NaN is `{number: 'NaN'}`. */
export type RouteParams = Record<string, any>; // any: the app's matchers decide on the types

/** The input of a render. */
export interface RenderInput {
	url: string;
	params: RouteParams;
	route: string | null;
	status: number;
	/** node numbers, from the root layout to the page or the error page */
	branch: number[];
	/** the error page of each position; absent on an error page */
	errors?: Array<number | null>;
	/** the data of each node; any: the app's */
	data: any[];
	/** positions in `data` that are in devalue's flattened form */
	flat?: number[];
	form: any; // the app's
	form_flat?: boolean;
	error: App.Error | null;
	error_flat?: boolean;
	nonce?: string;
	/** true if the page's CSP has hashes */
	hash?: boolean;
	/** true if a node of the branch has a universal load */
	universal?: boolean;
	/** answers to errors that boundaries have caught, in devalue's flattened form */
	transformed?: App.Error[];
	/** names of the response headers that are set already */
	headers?: string[];
	/** the server load that failed */
	failed?: { at: number; error: SerializedError };
	/** what universal loads have fetched and set; added by load_data.js */
	loaded?: object;
}

/** The input of a call of one of the app's universal functions. */
export type CallInput =
	| { fn: 'match'; matcher: string; value: string }
	| { fn: 'reroute'; url: string }
	| { fn: 'environment'; values?: Record<string, string> }
	| { fn: 'exports'; entries: string[]; options: string[] };

/** A response to a fetch. */
export interface FetchAnswer {
	status: number;
	status_text: string;
	headers: Array<[name: string, value: string]>;
	body: string;
	/** true if the body is in base64 */
	b64: boolean;
	url: string;
	redirected: boolean;
	/** the fetch failed */
	thrown?: SerializedError;
	/** the headers that the page's script may read; null: all */
	readable?: string[] | null;
	hides_cookies?: boolean;
}

/** The decision of `handle_error`, and the nearest error page. */
export type HandleErrorAnswer =
	| { fatal: true }
	| {
			fatal?: undefined;
			/** how many layouts stay */
			keep: number;
			node: number;
			errors?: Array<number | null>;
			error: any; // devalue's flattened form of the app's App.Error
			status: number;
	  };

/** Python's answers to the requests of a render, by the kind of request. */
export interface HostAnswers {
	fetch: FetchAnswer;
	match: { id: string; params: RouteParams } | null;
	handle_error: HandleErrorAnswer;
	headers: null;
	promise: { value?: any; error?: SerializedError }; // any: devalue's flattened form of the app's value
	module: null;
	timer: null;
	/** there is no answer to this: `of` is the id of a request that is taken back */
	abort: null;
	/** nor to this: `of` is the id of a timer that has been stopped */
	clear: null;
}

export type HostRequest<Kind extends keyof HostAnswers = keyof HostAnswers> = { kind: Kind } & Record<
	string,
	unknown
>;
