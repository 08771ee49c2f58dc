"""The style sheets of a page."""

from __future__ import annotations

from typing import Any

from lissome.dev.styles import Styles, with_styles


def update(imports: dict[str, list[int]], styles: dict[str, str], entries: dict[str, int]) -> dict[str, Any]:
    return {"imports": imports, "styles": styles, "update": {"entries": entries}}


def test_sheets_are_in_import_order_each_once() -> None:
    styles = Styles()
    styles.add(
        update({"1": [2, 3], "2": [3], "3": []}, {"1": "one", "2": "two", "3": "three"}, {"n0": 1, "n1": 2})
    )
    assert styles.of(["n0", "n1"]) == "one\ntwo\nthree"
    assert styles.of(["render", "n1"]) == "two\nthree"


def test_an_edit_replaces_a_sheet() -> None:
    styles = Styles()
    styles.add(update({"1": [2], "2": []}, {"1": "one", "2": "two"}, {"n0": 1}))
    styles.add(update({"1": []}, {}, {}))
    assert styles.of(["n0"]) == ""
    styles.add(update({"1": [2]}, {"1": "new"}, {}))
    assert styles.of(["n0"]) == "new\ntwo"


def test_imports_in_a_circle_and_deep_ones() -> None:
    styles = Styles()
    chain = {str(number): [number + 1] for number in range(5000)}
    styles.add(update({**chain, "5000": [0]}, {"5000": "last"}, {"n0": 0}))
    assert styles.of(["n0"]) == "last"


def test_css_cannot_end_its_element() -> None:
    assert with_styles(b"<title>", "") == b"<title>"
    css = "a{content:'</style>'}\0"
    assert with_styles(b"", css) == b"<style data-sveltekit>a{content:'<\\/style>'}</style>"
