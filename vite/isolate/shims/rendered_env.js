/**
 * Replaces kit's module of the dynamic public variables, which $app/env/public imports. Python defines the function at
 * the start of an isolate (src/lissome/server/startup/env.py); it returns new values each time, so what a render changes is its
 * own. Private variables are never in V8.
 */
export const rendered_env = globalThis.__lissome_env?.() ?? {};
