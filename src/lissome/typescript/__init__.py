"""TypeScript types of what Python sends: `.d.ts` files beside those that SvelteKit writes."""
