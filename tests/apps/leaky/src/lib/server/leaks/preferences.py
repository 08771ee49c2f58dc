"""What another module sets."""

theme = "light"
