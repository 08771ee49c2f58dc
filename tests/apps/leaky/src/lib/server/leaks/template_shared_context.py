"""The base context is updated instead of copied."""

BASE = {"site": "shop", "year": 2026}


def render(**values):
    context = BASE
    context.update(values)  # LEAK kept, shared, growth
    return len(context)


def use(event):
    return render(user=event.locals.user)
