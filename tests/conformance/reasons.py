"""Where lissome differs from SvelteKit: on purpose, or not yet."""

from __future__ import annotations

DELIBERATE: dict[str, str] = {}
"""Differences that stay, with their reasons; docs/reference/conformance.md has the same table."""

KNOWN: dict[str, str] = {}
"""What is missing. An exchange that is marked so must differ: one that does not is reported as an error."""
