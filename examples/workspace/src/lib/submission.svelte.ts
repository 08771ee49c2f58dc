import { tick } from 'svelte';
import type { SubmitFunction } from '$app/forms';

/** For `use:enhance={submission.enhance}`: knows whether the answer is awaited, and shows where it went wrong. */
export class Submission {
	pending = $state(false);

	enhance: SubmitFunction = ({ formElement, cancel }) => {
		if (this.pending) return cancel();
		this.pending = true;
		return async ({ result, update }) => {
			await update({ reset: false });
			this.pending = false;
			if (result.type !== 'failure') return;
			await tick();
			formElement.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
		};
	};
}
