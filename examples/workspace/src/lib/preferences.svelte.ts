import { createContext } from 'svelte';
import type { Density, Theme } from '#lib/types.ts';

/** How the workspace looks for the person who is signed in. Components share one through the context. */
export class Preferences {
	theme: Theme = $state('system');
	density: Density = $state('comfortable');

	constructor(saved: { theme: Theme; density: Density }) {
		this.take(saved);
	}

	take(saved: { theme: Theme; density: Density }) {
		this.theme = saved.theme;
		this.density = saved.density;
	}

	/** Make the document look like it. The server has written the same attributes into the first HTML. */
	apply(root: HTMLElement) {
		root.dataset.theme = this.theme;
		root.dataset.density = this.density;
	}
}

// A context, not a module-level object: on the server a module lives as long as one render, but that is a
// promise of the framework; a context is right everywhere.
export const [usePreferences, providePreferences] = createContext<Preferences>();
