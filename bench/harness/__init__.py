"""The parts the scripts in `bench/` share: projects, servers, load, figures, reports."""
