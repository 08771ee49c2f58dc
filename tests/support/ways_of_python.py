"""What Python itself keeps on behalf of the code: in exceptions, of warnings, in tables of functions.

Each is run as the modules of `support.ways_of_sessions` are.
"""

from __future__ import annotations

WAYS_OF_PYTHON = {
    "an exception of the module": """
MISSING = LookupError("no such article")
def find(slug):
    raise MISSING  # LEAK kept, shared
def use(event):
    try:
        return find(event.query["q"])
    except LookupError as problem:
        return str(problem)
""",
    "an exception of a class": """
class NotFound(Exception):
    pass
class Articles:
    missing = NotFound()
    def find(self, slug):
        raise self.missing from None  # LEAK kept, shared
articles = Articles()
def use(event):
    try:
        return articles.find(event.query["q"])
    except NotFound:
        return None
""",
    "an exception in a table": """
ERRORS = {"missing": KeyError("missing")}
def use(event):
    try:
        raise ERRORS["missing"].with_traceback(None)  # LEAK? kept, shared
    except KeyError as error:
        return str(error)
""",
    "the cause of an exception": """
FAILED = RuntimeError("failed")
def use(event):
    try:
        int(event.query["q"])
    except ValueError as error:
        FAILED.__cause__ = error  # LEAK kept, shared
""",
    "a note of an exception": """
FAILED = RuntimeError("failed")
def use(event):
    FAILED.add_note(event.locals.user)  # LEAK kept, shared
""",
    "the text of a warning": """
import warnings
def use(event):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda *_: None
        warnings.warn(f"slow: {event.locals.user}")  # LEAK kept, shared, growth
""",
    "the text of a warning for another line": """
import warnings
def search(query):
    warnings.warn(f"slow: {query}", stacklevel=2)  # LEAK shared, growth
def use(event):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda *_: None
        search(event.query["q"])
""",
    "a class of each request in a single dispatch": """
from functools import singledispatch
@singledispatch
def render(value):
    return str(value)
def use(event):
    kind = type("Form", (), {"title": event.query["q"]})
    render.register(kind, lambda form: form.title)  # LEAK growth
    return render(kind())
""",
    "a function that is registered in a request": """
from functools import singledispatch
@singledispatch
def render(value):
    return str(value)
def use(event):
    title = event.query["q"]
    class Form:
        pass
    @render.register(Form)  # LEAK? shared, growth
    def _(form):  # LEAK? shared, growth
        return title
    return render(Form())
""",
}

LOOK_ALIKES_OF_PYTHON = {
    "an exception that is cleared": """
MISSING = LookupError("no such article")
def use(event):
    try:
        raise MISSING
    except LookupError as problem:
        return str(problem)
    finally:
        MISSING.__traceback__ = MISSING.__context__ = None
""",
    "an exception of each request": """
class NotFound(Exception):
    pass
def use(event):
    error = NotFound(event.locals.user)
    try:
        raise error
    except NotFound as problem:
        error.add_note(str(problem))
""",
    "an exception that is raised by a class": """
class NotFound(Exception):
    pass
def use(event):
    try:
        raise NotFound
    except NotFound:
        pass
""",
    "the same warning each time": """
import warnings
def use(event):
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = lambda *_: None
        warnings.warn("slow")
""",
    "a single dispatch on a class of the request": """
from functools import singledispatch
@singledispatch
def render(value):
    return str(value)
@render.register
def _(value: list):
    return ",".join(value)
def use(event):
    kind = type("Form", (), {"title": event.query["q"]})
    return render(kind()) + render([event.locals.user])
""",
}
