"""A memo of a few pages by small numbers."""

_pages = {}


def page(number):
    if number not in _pages:
        _pages[number] = f"<p>{number}</p>"
    return _pages[number]


def use(event):
    return "".join(page(number) for number in range(1, 5))
