import type { Config } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';

/**
 * SvelteKit's Vite plugin, with Python modules on the server side.
 *
 * Takes the options of `sveltekit()`, without `adapter` and `moduleExtensions`, which lissome sets.
 */
export function lissome(config?: Omit<Config, 'adapter' | 'moduleExtensions'>): Promise<Plugin[]>;
