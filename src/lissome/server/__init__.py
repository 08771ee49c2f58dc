"""One request, from its ASGI scope to its response; the names are those of SvelteKit's `runtime/server`."""
