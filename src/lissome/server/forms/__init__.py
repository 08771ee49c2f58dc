"""Forms: reading their bodies, and typed form actions."""
