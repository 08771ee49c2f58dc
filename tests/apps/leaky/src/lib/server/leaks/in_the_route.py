"""Nothing is kept here: the route does it. See src/routes/leaky/in_the_route."""
