export { default as Badge } from './badge.svelte';
export { default as Button } from './button.svelte';
export { default as Card } from './card.svelte';
