/** The answer of `src/lissome/dev/inspector.py`. Times are milliseconds, those of spans from the request's begin on. */
export interface Answer {
	requests: Request[];
	calls: { function: string; place: string; open: string }[];
	/** bytes that a render may add to V8's heap */
	heap_limit: number;
}

export interface Request {
	id: string;
	method: string;
	path: string;
	/** page, data, action, endpoint or client */
	kind: string;
	/** 0 while there is none */
	status: number;
	route: string | null;
	params: Record<string, string>;
	/** since 1970 */
	at: number;
	/** until the response was made */
	ms: number | null;
	/** until all of it was sent */
	ended_ms: number | null;
	/** it was sent while it was made */
	is_streamed: boolean;
	spans: Span[];
	/** loads whose data the browser had */
	skipped: { file: string; open: string }[];
	reasons: string[];
	subrequests: Request[];
}

export interface Span {
	name: string;
	/** a file or the name of an action */
	subject: string;
	/** the file for the editor */
	open: string | null;
	start: number;
	ms: number | null;
	outcome: string;
	/** bytes of a load's data */
	size: number | null;
	uses: Record<string, string[] | 1> | null;
	meter: { v8: number; queue: number; modules: number; calls: number; heap: number } | null;
}

/** One of `lissome.dev.findings.Findings.message`. */
export interface Finding {
	title: string;
	place: string;
	file: string;
	line: number;
	/** the file and line for the editor */
	open: string;
	source: string;
	message: string;
	requests: string[];
}
