"""A class made for a request registers itself, as classes do."""

FORMS = {}


class Form:
    def __init_subclass__(cls):
        FORMS[cls.__name__] = cls  # LEAK kept, growth, shared


def make_form(user):
    return type(f"FormOf{user}", (Form,), {"user": user})
