"""What Vite promises to modules holds where V8 evaluates them: in a build and in dev, again and again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from support import http
from support.long import sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Serve
    from support.apps import Apps

pytestmark = pytest.mark.node


@pytest.fixture(scope="module", params=sampled(["serve", "dev"], 2))
def site(request: pytest.FixtureRequest, apps: Apps, serve: Serve) -> Iterator[Callable[[str], str]]:
    """The text of a page, the third time."""
    root = apps.built("universal")
    if request.param == "dev":
        root = apps.copy("universal", to="universal-dev")
    with serve(root, command=request.param) as server:

        def page(path: str) -> str:
            answers = [http.get(server.url + path) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200] * 3, server.log()
            return answers[-1].text.replace("<!---->", "")

        def load(address: str) -> bytes:
            answer = http.get(address if "://" in address else server.url + address)
            assert answer.status_code == 200, address
            return answer.content

        page.load = load  # type: ignore[attr-defined]
        page.root = root  # type: ignore[attr-defined]
        page.log = server.log  # type: ignore[attr-defined]
        yield page


def attribute(page: str, element: str, name: str) -> str:
    """The value of an attribute of the element with that id."""
    tag = re.search(rf'<[^>]*\bid="{element}"[^>]*>', page)
    assert tag, page
    value = re.search(rf' {name}="([^"]*)"', tag[0])
    assert value, tag[0]
    return value[1]


@pytest.mark.parametrize(
    ("element", "name", "file"),
    [
        ("import", "src", "noise.png"),
        ("glob", "src", "gallery/first.png"),
        ("url", "src", "noise.png"),
        ("font", "href", "letters.woff2"),
        ("json", "href", "data.json"),
    ],
)
def test_imported_assets_have_an_address_at_which_they_are(
    site: Callable[[str], str], element: str, name: str, file: str
) -> None:
    address = attribute(site("/bundled/assets"), element, name)
    content = (site.root / "src/lib/bundled" / file).read_bytes()  # type: ignore[attr-defined]
    assert len(content) > 4096  # Vite puts smaller ones into the page
    assert site.load(address) == content  # type: ignore[attr-defined]


def test_other_ways_to_import_assets(site: Callable[[str], str]) -> None:
    page = site("/bundled/assets")
    assert 'id="inline">data:image/png;base64,' in page
    assert b"postMessage" in site.load(attribute(page, "worker", "href"))  # type: ignore[attr-defined]
    assert re.search(r'id="pattern">http://[^<]*noise[^<]*png<', page)
    assert ">600 entries<" in page
    # a load that calls the fetch it is given changes nothing
    assert "changes builtins" not in site.log()  # type: ignore[attr-defined]


def test_modules_may_await_at_their_top(site: Callable[[str], str]) -> None:
    assert 'id="await">awaited before after<' in site("/bundled/await")


def test_es_modules_see_nothing_of_commonjs(site: Callable[[str], str]) -> None:
    page = site("/bundled/umd")
    assert 'id="umd">hello umd<' in page
    assert 'id="names">undefined undefined undefined<' in page
    assert 'id="meta">object an address true string<' in page
