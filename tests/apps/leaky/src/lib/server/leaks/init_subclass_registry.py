"""A class for each tenant, registered by its base."""


class Model:
    registry = {}

    def __init_subclass__(cls, **kwargs):
        Model.registry[cls.__name__] = cls  # LEAK kept, growth, shared


def use(event):
    user = str(event.locals.user)
    made = type(f"Model_{user}", (Model,), {"owner": user})
    return made.__name__
