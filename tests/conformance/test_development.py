"""What the comparison with `lissome dev` must not mind, and what it must not overlook."""

from __future__ import annotations

import pytest

from conformance.development import as_in_dev, heard_in_dev, reason, transcript_as_in_dev
from conformance.exchange import on
from conformance.normalise import normalise
from conformance.wire import Answer

POLICY = "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'"
POLICY_IN_DEV = (
    "default-src 'self'; connect-src 'self' ws://*:5173; script-src 'self' 'nonce-{nonce}'; "
    "style-src 'self' 'unsafe-inline'"
)
STYLES = '<link href="./_app/immutable/assets/5.DWhDJ4Ug.css" rel="stylesheet">'
STYLES_IN_DEV = "<style data-sveltekit>\n\th1 { color: teal; }\n</style>"
HEAD = (
    '<link href="./_app/immutable/nodes/0.BDMZU8Lc.js" rel="modulepreload">\n\t\t<title>x</title>\n\t\t'
    + STYLES
)
HEAD_IN_DEV = "<title>x</title>" + STYLES_IN_DEV
BODY = """<!--[--><p>x</p><!--]--><!---->
    <script>{ __sveltekit_1otciro = { version: "1" };
        import("./_app/immutable/entry/start.SPOOorEq.js").then(async (kit) => {
            const app = await import("./_app/immutable/entry/app.l4biYR9D.js"); }); }</script>"""
BODY_IN_DEV = """<!--[--><p>x</p><!----><!--]-->
    <script>{ __sveltekit_dev = { version: "1",
            env: {} };
        import("/node_modules/@sveltejs/kit/src/runtime/client/entry.js").then(async (kit) => {
            const app = await import("/@fs/app/.svelte-kit/generated/dev/client/app.js"); }); }</script>"""


def page(head: str, body: str, *headers: tuple[str, str]) -> Answer:
    html = f"<!doctype html>\n<html>\n\t<head>\n\t\t{head}\n\t</head>\n\t<body>{body}</body>\n</html>\n"
    return as_in_dev(normalise(Answer(200, (("content-type", "text/html"), *headers), html.encode())))


def test_a_page_as_vite_needs_it_is_the_same() -> None:
    assert page(HEAD_IN_DEV, BODY_IN_DEV) == page(HEAD, BODY)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (HEAD_IN_DEV.replace(STYLES_IN_DEV, ""), BODY_IN_DEV),
        (HEAD_IN_DEV.replace("<title>x</title>", ""), BODY_IN_DEV),
        (HEAD_IN_DEV + '<link href="/own.css" rel="stylesheet">', BODY_IN_DEV),
        (HEAD_IN_DEV + '<link href="/own.js" rel="modulepreload">', BODY_IN_DEV),
        (HEAD_IN_DEV + "<style>h1 { color: red }</style>", BODY_IN_DEV),
        (HEAD_IN_DEV, BODY_IN_DEV.replace("<p>x</p>", "<p>y</p>")),
        (HEAD_IN_DEV, BODY_IN_DEV.replace("<!--[-->", "")),
        (HEAD_IN_DEV, BODY_IN_DEV.replace("env: {}", 'env: {A:"1"}')),
        (HEAD_IN_DEV, BODY_IN_DEV.replace("client/entry.js", "client/start.js")),
    ],
)
def test_any_other_page_differs(head: str, body: str) -> None:
    assert page(head, body) != page(HEAD, BODY)


def policed(policy: str, nonce: str) -> Answer:
    header = "content-security-policy", policy.replace("{nonce}", nonce)
    return page(f'<script nonce="{nonce}">1</script>', "", header)


def test_policies_may_let_in_what_vite_needs_and_no_more() -> None:
    production = policed(POLICY, "iZcPC3ApdvFbkjn16dx+jA==")
    other = "zlzF8fJUidIX/8GHJUJPWg=="
    assert policed(POLICY_IN_DEV, other) == production
    for piece, instead in (
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ("script-src 'self' 'nonce-{nonce}'; ", ""),
        ("style-src 'self'", "style-src *"),
        ("connect-src 'self'", "connect-src *"),
        ("default-src 'self'; ", ""),
    ):
        assert policed(POLICY_IN_DEV.replace(piece, instead), other) != production


def test_headers_are_compared() -> None:
    production = page("", "", ("set-cookie", "a=1; Path=/; HttpOnly; Secure"), ("vary", "Accept-Encoding"))
    assert page("", "", ("set-cookie", "a=1; Path=/; HttpOnly")) == production
    for cookie in ("a=2; Path=/; HttpOnly", "a=1; Path=/", "a=1; Path=/x; HttpOnly"):
        assert page("", "", ("set-cookie", cookie)) != production
    assert page("", "", ("vary", "Accept")) != page("", "")
    built = '<./_app/immutable/nodes/0.BDMZU8Lc.js>; rel="modulepreload"; nopush'
    assert page("", "", ("link", f"</a>; rel=next, {built}")) == page("", "", ("link", "</a>; rel=next"))
    assert page("", "", ("link", built)) == page("", "")
    assert page("", "", ("link", "</a>; rel=next")) != page("", "")
    assert page("", "", ("server-timing", 'lissome;desc="x";dur=1')) == page("", "")
    assert page("", "", ("server-timing", "db;dur=1")) != page("", "")


def test_reasons_are_few() -> None:
    (any_page,) = on("forms").get("/")
    (built,) = on("forms").get("/{built:_app/immutable/assets/*.css}")
    ok, none = Answer(200, (), b""), Answer(404, (), b"")
    forged = Answer(403, (), b"Cross-site POST form submissions are forbidden")
    assert reason(any_page, [ok]) is None
    assert reason(any_page, [none]) is None
    assert reason(any_page, [Answer(403, (), b"Forbidden")]) is None
    assert reason(built, [ok]) == "there is no build"
    assert reason(built, [none]) is None
    assert reason(any_page, [forged]) == "cross-site forms are accepted"


def test_only_hints_for_developers_are_not_heard() -> None:
    assert heard_in_dev("debug: [vite] connected.") is None
    assert heard_in_dev("warning: %c[sveltekit] push_state_deprecated\n%cUse goto\nhttps://x") is None
    for line in (
        "log: [vite] connected.",
        "warning: %c[svelte] hydration_mismatch\n%cHydration failed",
        "error: [vite] Failed to reload",
        "error: Failed to load resource: the server responded with a status of 404",
    ):
        assert heard_in_dev(line) == line


def test_errors_of_kit_are_known_by_their_page() -> None:
    told = "SvelteKit error: redirect_loop\nRedirect loop at `/x`\nhttps://svelte.dev/e/kit/redirect_loop"
    assert heard_in_dev(f"answer: {told}") == "answer: Error: https://svelte.dev/e/kit/redirect_loop"
    assert heard_in_dev("log: Error: one\ntwo\nthree") == "log: Error: one\ntwo\nthree"


def test_questions_for_a_version_are_left_out_with_what_became_of_them() -> None:
    lost = "said: error: Failed to load resource: net::ERR_INTERNET_DISCONNECTED\n"
    version, data = "asked: data GET /_app/version.json failed\n", "asked: data GET /data failed\n"
    assert transcript_as_in_dev(f"> open /\n{lost}{lost}{data}{version}> look\n{lost}") == (
        f"> open /\n{lost}{data}> look\n{lost}"
    )
    assert transcript_as_in_dev("> open /\nasked: data GET /a/version.json 200\n> look") == "> open /\n> look"
    assert transcript_as_in_dev(f"> open /\n{lost}{data}") == f"> open /\n{lost}{data}"
