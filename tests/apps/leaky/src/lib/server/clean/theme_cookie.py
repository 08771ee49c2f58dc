"""A preference in a cookie that is one of a few, and a table by it."""

THEMES = {"dark": "#000", "light": "#fff"}
_sheets = {}


def sheet(theme):
    if theme not in THEMES:
        theme = "light"
    if theme not in _sheets:
        _sheets[theme] = f"body {{ background: {THEMES[theme]} }}"
    return _sheets[theme]


def use(event):
    return sheet(event.cookies.get("theme"))
