"""A descriptor keeps the value on itself: one for all instances."""


class Field:
    def __init__(self):
        self.value = None

    def __get__(self, instance, owner):
        return self.value

    def __set__(self, instance, value):
        self.value = value  # LEAK kept, shared


class Form:
    name = Field()


def use(event):
    form = Form()
    form.name = event.locals.user
    return form.name
