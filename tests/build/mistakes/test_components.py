"""Mistakes in pages and universal modules: forms without their action, options without effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.mistakes import said_of

PAGE, SERVER = "src/routes/a/+page.svelte", "src/routes/a/+page.server.py"
ACTIONS = "async def add(event): ...\nactions = {'introduce': add, 'logout': add}\n"
THERE_ARE = 'there is "?/introduce", "?/logout": write one of these, or add it'
NO_ENTRIES = "lissome has no prerendering yet, so entries is never read: delete it"

FORMS = [
    (
        '<form method="POST" action="?/introduse"></form>',
        ACTIONS,
        f'1: there is no action "introduse" in {SERVER}; {THERE_ARE}',
    ),
    (
        "<script>\n\tlet a;\n</script>\n<form method=\"POST\"\n\taction='?/log-out&x=1' use:enhance={() => { a > 1 }}>",
        ACTIONS,
        f'4: there is no action "log-out" in {SERVER}; {THERE_ARE}',
    ),
    (
        '<button formaction="?/remove">x</button>',
        ACTIONS,
        f'1: there is no action "remove" in {SERVER}; {THERE_ARE}',
    ),
    (
        '<form method="POST" action="?/add"></form>',
        None,
        f'1: this page has no form actions: write actions = {{"add": add}} into {SERVER}',
    ),
    (
        '<form method="POST" action="?/add"></form>',
        "async def add(event): ...\nactions = {'default': add}\n",
        (
            f'1: there is no action "add" in {SERVER}; there is the default one, without "?/…": write one of these, '
            "or add it"
        ),
    ),
    (
        '<form action="?/logout"></form>',
        ACTIONS,
        '1: a form without method sends GET, and no action runs: write <form method="POST" action="?/logout">',
    ),
    (
        '<form method="post" action="?/logout" use:enhance>\n\t<input type="file" name="a" /></form>',
        ACTIONS,
        (
            "1: without enctype this form sends the name of a file, and no file: write "
            '<form method="POST" enctype="multipart/form-data">'
        ),
    ),
]

FINE_FORMS = [
    ('<form method="POST" action="?/logout"><button formaction="?/introduce">x</button></form>', ACTIONS),
    ('<!-- <form method="POST" action="?/old"> --><form method="POST" action="?/{name}"></form>', ACTIONS),
    (
        '<script>\n\tconst a = \'<form action="?/old">\';\n</script>\n<form {...attributes} action="?/logout">',
        ACTIONS,
    ),
    ('<form method="POST" enctype="multipart/form-data"><input type="file" /></form>', ACTIONS),
    ('<form method="POST"></form><form method="POST" {...more}><input type=file /></form>', ACTIONS),
    ('<form method="POST"><input type="file" /><button formenctype={kind}>x</button></form>', ACTIONS),
    ('<form action="?/logout"><button formmethod="POST">x</button></form>', ACTIONS),
    ('<form action="/search?q=1"></form><form action="?q=1"></form>', None),
    ('<form method="POST" action="?/add"></form>', "from lib.people import actions\n"),
]

OPTIONS = [
    (
        "export const prerender = true;",
        "warning: 1: lissome has no prerendering yet, and each request is answered anew: delete this line",
    ),
    (
        "// a\nexport const ssr = 'false';",
        "2: ssr is true or false, not 'false': write export const ssr = false",
    ),
    ("export const csr = 0;", "1: csr is true or false, not 0: write export const csr = false"),
    (
        "export const trailing_slash = 'always';",
        "1: JavaScript spells this page option trailingSlash: write export const trailingSlash = 'always'",
    ),
    (
        "export const config = { runtime: 'edge' };",
        "warning: 1: config.runtime has no effect; lissome reads timeout and stream_timeout: delete it",
    ),
    ("export function entries() {}", f"warning: 1: {NO_ENTRIES}"),
    ("export const entries = () => [];", f"warning: 1: {NO_ENTRIES}"),
]


@pytest.mark.parametrize(("page", "server", "message"), FORMS)
def test_a_wrong_form(tmp_path: Path, page: str, server: str | None, message: str) -> None:
    assert said_of(tmp_path, {PAGE: page, SERVER: server}) == [f"warning: {PAGE}:{message}"]


@pytest.mark.parametrize(("page", "server"), FINE_FORMS)
def test_this_form_is_fine(tmp_path: Path, page: str, server: str | None) -> None:
    assert said_of(tmp_path, {PAGE: page, SERVER: server}) == []


@pytest.mark.parametrize(("code", "message"), OPTIONS)
def test_a_wrong_option(tmp_path: Path, code: str, message: str) -> None:
    file, warning = "src/routes/+layout.js", "warning: "
    line = f"{file}:{message}".replace(f"{file}:{warning}", f"{warning}{file}:")
    assert said_of(tmp_path, {file: code}) == [line]


@pytest.mark.parametrize(
    "code",
    [
        "export const prerender = false;\nexport const ssr = false, csr = true;",
        "// export const prerender = true;\nexport const trailingSlash = 'always';",
        "export const config = { timeout: 60 };\nexport const load = () => ({ entries: 1 });",
    ],
)
def test_these_options_are_fine(tmp_path: Path, code: str) -> None:
    assert said_of(tmp_path, {"src/routes/+page.js": code}) == []
