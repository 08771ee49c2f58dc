trailing_slash = "ignore"
