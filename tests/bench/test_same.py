import httpx
import pytest
from harness.cases import CASES, Case
from harness.same import UnequalError, compare, visible_text

SMALL, DATA = CASES[0], CASES[2]
PAGE = '<title>T</title><link rel="modulepreload"><main>Hello <b>you</b></main><script>kit.start(1)</script>'


def answer(text: str, status: int = 200, **headers: str) -> httpx.Response:
    headers = {"content-type": "text/html", "etag": '"1"', **headers}
    return httpx.Response(status, text=text, headers=headers, request=httpx.Request("GET", "http://h:1/"))


def test_visible_text_leaves_scripts_and_white_space_out() -> None:
    assert visible_text("<style>a</style><p>one\n  <!-- no -->two</p><script>x < y</script>") == "one two"


def test_equal_pages_may_differ_in_scripts_and_etags() -> None:
    compare(SMALL, answer(PAGE), answer(PAGE.replace("(1)", "(2)"), etag='"2"'))


@pytest.mark.parametrize(
    ("case", "ours", "theirs", "word"),
    [
        (SMALL, answer(PAGE.replace("you", "me")), answer(PAGE), "text"),
        (SMALL, answer(PAGE.replace('<link rel="modulepreload">', "")), answer(PAGE), "modulepreload"),
        (SMALL, answer(PAGE, etag=""), answer(PAGE), "header etag"),
        (SMALL, answer(PAGE), answer(PAGE, status=500), "answered 500"),
        (DATA, answer('{"a":1}'), answer('{"a":2}'), "JSON"),
    ],
)
def test_unequal_answers_are_refused(
    case: Case, ours: httpx.Response, theirs: httpx.Response, word: str
) -> None:
    with pytest.raises(UnequalError, match=word):
        compare(case, ours, theirs)


def test_json_may_differ_in_white_space() -> None:
    compare(DATA, answer('{"a": 1}'), answer('{"a":1}'))
