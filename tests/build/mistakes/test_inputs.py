"""Parameters of loads, handlers and actions that nothing fills."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.mistakes import said_of

TOP, BLOG, LANG = "src/routes", "src/routes/blog/[slug]", "src/routes/[[lang]]"
PAGE, LAYOUT, SERVER = "+page.server.py", "+layout.server.py", "+server.py"
IMPORTS = (
    "from __future__ import annotations\nfrom typing import Annotated, Literal, Optional\nimport uuid\n"
    "from lissome import Query, json\nfrom pydantic import BaseModel\nclass New(BaseModel): ...\n"
)
LINE = 7

# The folder, the file, what is in it, and the message of the one mistake.
MISTAKES = [
    (
        f"{BLOG}/{PAGE}",
        "async def load(event, slugg: str): return {}",
        (
            "no parameter `slugg` in /blog/[slug]; there is `slug`; for the query write "
            "`slugg: Annotated[str, Query()]`"
        ),
    ),
    (
        f"{TOP}/{PAGE}",
        "async def load(event, page: int = 1): return {}",
        "no parameter `page` in /; there is none; for the query write `page: Annotated[int, Query()] = 1`",
    ),
    (
        f"{TOP}/{PAGE}",
        "async def load(event, *, tags: 'list[str]' = []): return {}",
        "no parameter `tags` in /; there is none; for the query write `tags: Annotated[list[str], Query()] = []`",
    ),
    (
        f"{TOP}/{PAGE}",
        "async def load(event, key: Annotated[uuid.UUID, 'x']): return {}",
        (
            "no parameter `key` in /; there is none; for the query write "
            "`key: Annotated[uuid.UUID, 'x', Query()]`"
        ),
    ),
    (
        f"{TOP}/{PAGE}",
        "async def load(event, form: New): return {}",
        "no parameter `form` in /; there is none; for the query write `form: Annotated[New, Query()]`",
    ),
    (
        f"{TOP}/{SERVER}",
        "def GET(event, form: New): return ''",
        "no parameter `form` in /; there is none; for the query write `form: Annotated[New, Query()]`",
    ),
    (
        f"{TOP}/{SERVER}",
        "def POST(event, size: int | None): return ''",
        "no parameter `size` in /; there is none; for the query write `size: Annotated[int | None, Query()]`",
    ),
    (
        f"{TOP}/{PAGE}",
        "async def add(event, name: str): ...\nactions = {'add': add}",
        "no parameter `name` in /; there is none; for the query write `name: Annotated[str, Query()]`",
    ),
    (
        f"{TOP}/{PAGE}",
        "import lissome\n@lissome.action\nasync def add(event, name: str): ...",
        "no parameter `name` in /; there is none; for the query write `name: Annotated[str, Query()]`",
    ),
    (
        f"{TOP}/{LAYOUT}",
        "import lissome\n@lissome.action\nasync def add(event): ...",
        (
            "+layout.server.py has no form actions: move it to a page's +page.server.py, and name that page "
            'in the form: <form method="POST" action="/logout">'
        ),
    ),
    (
        f"{LANG}/{PAGE}",
        "async def load(event, lang: str): return {}",
        "`lang` is not in every path of /[[lang]]; write `lang: str | None = None`",
    ),
    (
        f"{TOP}/blog/{LAYOUT}",
        "async def load(event, slug: str): return {}",
        "`slug` is not in every path of /blog; write `slug: str | None = None`",
    ),
    (
        f"{TOP}/{PAGE}",
        "async def load(event, page: int = Query(1)): return {}",
        "Query stands in the annotation: write page: Annotated[int, Query()]",
    ),
    (
        f"{TOP}/{PAGE}",
        "import fastapi\nasync def load(event, page: Annotated[int, fastapi.Query()] = 1): return {}",
        "lissome reads its own Query: write from lissome import Query",
    ),
]
FINE = [
    (f"{BLOG}/{PAGE}", "async def load(event, slug: str): return {}"),
    (f"{BLOG}/{PAGE}", "async def load(event, slug): return {}"),
    (f"{BLOG}/{PAGE}", "async def load(event, *, slug: Literal['a']): return {}"),
    (f"{BLOG}/{PAGE}", "async def load(event, slug: str, page: Annotated[int, Query(ge=1)] = 1): return {}"),
    (f"{BLOG}/{PAGE}", "async def load(event, slug: str, page: 'Annotated[int, Query()]' = 1): return {}"),
    (f"{BLOG}/{PAGE}", "async def load(event, today=1, clock: Clock = 2): return {}"),
    (f"{BLOG}/{PAGE}", "from lib.types import Page\nasync def load(event, page: Page = 1): return {}"),
    (f"{BLOG}/{PAGE}", "@cached\nasync def load(event, page: int): return {}"),
    (f"{LANG}/{PAGE}", "async def load(event, lang: str | None): return {}"),
    (f"{LANG}/{PAGE}", "async def load(event, lang: Optional[str] = None): return {}"),
    (f"{LANG}/{PAGE}", "async def load(event, lang: str = 'en'): return {}"),
    (f"{TOP}/{LAYOUT}", "async def load(event, slug: str | None = None): return {}"),
    (f"{BLOG}/{SERVER}", "async def POST(event, slug: str, note: New): return ''"),
    (f"{BLOG}/{SERVER}", "async def PUT(event, numbers: list[int]): return ''"),
    (f"{BLOG}/{SERVER}", "def GET(event, slug: str, filters: Annotated[New, Query()]): return ''"),
    (f"{BLOG}/{PAGE}", "async def add(event, slug: str, form: New): ...\nactions = {'add': add}"),
    (
        f"{BLOG}/{PAGE}",
        "from lissome import action\n@action\nasync def add(event, slug: str, form: New): ...",
    ),
    (f"{TOP}/{PAGE}", "from lissome import action\n@action\nasync def default(event): ..."),
]
OTHERS = {f"{BLOG}/+page.svelte": "", f"{LANG}/+page.svelte": "", f"{TOP}/+page.svelte": ""}


@pytest.mark.parametrize(("file", "source", "message"), MISTAKES)
def test_a_mistake(tmp_path: Path, file: str, source: str, message: str) -> None:
    line = LINE + source.partition("def ")[0].count("\n")
    assert said_of(tmp_path, {**OTHERS, file: IMPORTS + source}) == [f"{file}:{line}: {message}"]


@pytest.mark.parametrize(("file", "source"), FINE)
def test_this_is_fine(tmp_path: Path, file: str, source: str) -> None:
    assert said_of(tmp_path, {**OTHERS, file: IMPORTS + source}) == []
