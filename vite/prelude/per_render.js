/**
 * Globals that each render has to make for itself, because they hold its state or use its timers: functions that make
 * them, by name. isolate/globals.js takes them over.
 *
 * @type {Record<string, (globals: any) => unknown>} any: a RenderGlobals
 */
export const per_render = Object.create(null);

globalThis.__lissome_per_render = per_render;
