"""The public names of the package, and its errors."""

from __future__ import annotations

import inspect
import pickle

from lissome import codec


def test_all_is_sorted_and_complete() -> None:
    assert codec.__all__ == sorted(
        codec.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    public = {name for name in vars(codec) if not name.startswith("_")}
    modules = {name for name in public if inspect.ismodule(getattr(codec, name))}
    assert set(codec.__all__) == public - modules | {"plain", "parse"}


def test_everything_is_documented() -> None:
    for name in codec.__all__:
        thing = getattr(codec, name)
        assert not callable(thing) or inspect.getdoc(thing), name


def test_errors_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(codec.EncodeError("data.a", 1, "is wrong.")))
    assert str(error) == "Cannot send data.a to the browser: it is wrong."
    assert error.value == 1
