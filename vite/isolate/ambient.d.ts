/**
 * Declarations for the code that V8 runs: values that Python or the build defines, and the modules that
 * ssr/resolve.js resolves.
 */

/** set by kit's Vite plugin: true if components may use `await` */
declare const __SVELTEKIT_SUPPORTS_ASYNC__: boolean;

/** of a render (process.js); what libraries ask of it most is known when they are built */
declare const process: { env: { NODE_ENV: string }; cwd(): string };

/** a parameter of each module's function (loader/module_parameters.js) */
declare const __lissome_render: import('./render_handle.js').RenderHandle;

// set by Python, or by the prelude for Python, before the bundle is loaded; the dispatcher deletes those it is done with
declare var __lissome_env: (() => Record<string, unknown>) | undefined;
declare var __lissome_overridden: string[] | undefined;
declare var __lissome_patchable: true | undefined;
declare var __lissome_per_render: Record<string, (globals: any) => unknown> | undefined; // any: a RenderGlobals
declare var __lissome_seed: ((hex: string) => void) | undefined;

declare namespace App {
	interface Error {
		message: string;
		status: number;
	}
}

declare module 'lissome:environment' {
	export const explicit_public_env: Record<string, unknown>;
	export const rendered_env: Record<string, unknown>;
	export const variables: Record<string, { public?: boolean; static?: boolean }>;
}

declare module 'lissome:kit/exports/internal/env.js' {
	type Issue = { message: string };
	export const MISSING: Issue;
	export function validate(
		variables: Record<string, unknown>,
		value: string | undefined,
		name: string,
		issues: Record<string, Issue[]>
	): unknown;
}

declare module 'lissome:kit/exports/internal/shared.js' {
	export class HttpError {
		constructor(body: object);
		body: { status: number; message: string };
	}
	export class Redirect {
		constructor(status: number, location: string);
		status: number;
		location: string;
	}
}

declare module 'lissome:kit/utils/hash.js' {
	export const hash_request: (
		headers: HeadersInit | null | undefined,
		body: string | Uint8Array | null
	) => string;
}

declare module 'lissome:kit/runtime/app/paths/server.js' {
	export const app_dir: string;
	export const asset: (file: string) => string;
	export const assets: string;
	export const base: string;
	export const resolve: (...args: unknown[]) => string;
}

declare module 'lissome:kit/runtime/components/root.svelte' {
	const Root: import('svelte').Component<object>;
	export default Root;
}

declare module 'lissome:kit/runtime/props.svelte.js' {
	export class Props {
		constructor(props: object);
	}
	export class RenderNode {
		constructor(component: unknown, error_component: unknown);
		data: Record<string, unknown>;
		child: RenderNode | undefined;
	}
}
