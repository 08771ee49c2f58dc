"""New projects, and the Python half of projects that exist: `lissome new` and `lissome adopt`."""
