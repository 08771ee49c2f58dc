REGISTRY = {}
NAMES = []


def register(function):
    REGISTRY[function.__name__] = function
    NAMES.append(function.__name__)
    return function


@register
def shout(text):
    return text.upper()


@register
def whisper(text):
    return text.lower()
