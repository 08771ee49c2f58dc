declare global {
	namespace App {
		interface Error {
			/** Finds the failure in the server's log: `handle_error` in hooks.server.py makes it. */
			reference?: string;
		}
	}
}

export {};
