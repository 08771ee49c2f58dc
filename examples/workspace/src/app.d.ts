declare global {
	namespace App {
		interface Error {
			/** Finds the failure in the server's log; see `handle_error` in hooks.server.py. */
			reference?: string;
		}
	}
}

export {};
