/** V8's additions to the language. (Node's types have the same for the files that run in Node.) */
interface ErrorConstructor {
	stackTraceLimit: number;
	prepareStackTrace?: (error: Error, call_sites: unknown[]) => unknown;
}
