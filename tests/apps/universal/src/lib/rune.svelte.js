import { SvelteMap } from 'svelte/reactivity';

export const rune = $state({ left: '' });

export const map = new SvelteMap();

const shout = $derived(rune.left.toUpperCase());

export const shouted = () => shout;

export class Session {
	static #last = '';

	user = $state('');

	static get last() {
		return this.#last;
	}

	static set last(user) {
		this.#last = user;
	}
}
