"""A page, from its loads to its HTML; the files are the steps, named as in SvelteKit."""
