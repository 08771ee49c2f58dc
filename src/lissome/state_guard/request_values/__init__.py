"""The values that a request brought with it, and finding them again in what it left."""
