"""The demo under random requests: a short run of `make fuzz`, and every request that ever broke it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import fuzz
import pytest
from fuzzing import chance, demo, forms, judge
from fuzzing.campaign import Campaign
from fuzzing.client import Answer, Outcome, send_alone
from fuzzing.message import Expected, Message
from harness.overlay import overlay

from conftest import Serve
from support.apps import Apps, build

REQUESTS = 500
SEED = 20_261_121

MARA = b"Cookie: workspace_session=fuzz-session-of-mara\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://workspace.example\r\n"
FOUND = {
    "chunks without sense, in a form": b"POST /login HTTP/1.1\r\nHost: workspace.example\r\n"
    + FORM
    + b"Transfer-Encoding: chunked\r\n\r\n9480\r\nemail=x\r\ng\r\n",
    "chunks without sense, for a range of a file": b"GET /favicon.svg HTTP/1.1\r\nHost: workspace.example\r\n"
    b"Range: bytes=0-99\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0x5\r\na=b",
    "a field called __proto__": b"POST /login HTTP/1.1\r\nHost: workspace.example\r\n"
    + FORM
    + b"Content-Length: 13\r\n\r\n__proto__=1&a",
    "a place to go that is no header": b"POST /settings?/appearance HTTP/1.1\r\nHost: workspace.example\r\n"
    + MARA
    + FORM
    + b"Content-Length: 29\r\n\r\ntheme=light&return_to=/%2\x9b\xe044",
    **{
        f"the host {host}": b"GET /settings HTTP/1.1\r\n" + MARA + b"Host: %b\r\n\r\n" % host.encode()
        for host in ("host:99999", "256.256.256.256", "1.2.3.4.5", "[:::]")
    },
}


@pytest.fixture(scope="module")
def campaign(
    apps: Apps, repo: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Campaign]:
    """The demo, ready to be attacked."""
    examples = replace(apps, sources=repo / "examples")
    app = build(overlay(examples.copy("workspace", to="attacked"), "worker"))
    filled = demo.fill(app, tmp_path_factory.mktemp("attacked"))
    with serve(app, env=filled.env) as server:
        yield fuzz.prepare(server, filled, SEED)


@pytest.mark.timeout(900)
@pytest.mark.slow
def test_random_requests_break_nothing(campaign: Campaign) -> None:
    asyncio.run(campaign.run(REQUESTS, REQUESTS, lambda _: None))
    assert [fuzz.reproduction(failure, SEED) for failure in campaign.failures] == []
    assert campaign.alarms == []
    assert sum(campaign.statuses.values()) == REQUESTS
    assert len({route for route, _ in campaign.reached}) > 40
    assert campaign.samples[-1]["events"] <= 2  # the one that counts, and one that is about to go


@pytest.mark.timeout(600)
@pytest.mark.parametrize("wire", FOUND.values(), ids=FOUND.keys())
def test_what_once_broke_the_demo(campaign: Campaign, wire: bytes) -> None:
    campaign.restore()
    before = len(campaign.log())
    outcome = asyncio.run(send_alone(campaign.port, Message(b"GET", b"/", raw=wire)))
    assert list(judge.problems(outcome)) == []
    assert judge.alarms(campaign.log()[before:]) == []


# -- the fuzzer itself ------------------------------------------------------------------------------------

PAGE = Message(b"GET", b"/users", ((b"Cookie", b"a=b"),))


def test_a_seed_makes_the_same_requests() -> None:
    corpus = chance.group([PAGE, Message(b"POST", b"/login", body=b"email=x")])
    requests = [chance.make(corpus, 7, number) for number in range(500)]
    assert requests == [chance.make(corpus, 7, number) for number in range(500)]
    assert len({message.wire() for message in requests}) > 300
    assert requests != [chance.make(corpus, 8, number) for number in range(500)]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, (), b"Internal Error"),
        Answer(200, (), b"Traceback (most recent call last):"),
        Answer(404, (), b"in src/routes/users/+page.server.py"),
        Answer(303, ((b"location", b"/"), (b"x-fuzz-injected", b"1")), b""),
        Answer(200, ((b"content-type", b"text/html; charset=utf-8"),), b"<p><fuzz-canary>"),
        Answer(200, ((b"content-type", b"application/json"),), b"{"),
    ],
    ids=["error", "traceback", "path", "header", "html", "json"],
)
def test_what_is_a_problem(answer: Answer) -> None:
    assert len(list(judge.problems(Outcome(PAGE, [answer])))) == 1


def test_what_is_none() -> None:
    fine = Answer(404, ((b"content-type", b"text/html"),), b"<p>&lt;fuzz-canary>")
    on_purpose = Message(b"GET", b"/%6fops")
    assert not list(judge.problems(Outcome(PAGE, [fine])))
    assert not list(judge.problems(Outcome(on_purpose, [Answer(500, (), b"")])))


def test_alarms() -> None:
    purpose = (
        "GET /oops failed [1]\nTraceback (most recent call last):\n  File x\n    y\n"
        "RuntimeError: this page is broken on purpose\n"
    )
    other = "Traceback (most recent call last):\n  File x\nValueError: no\n"
    assert judge.alarms("ready\n" + purpose + purpose) == []
    assert judge.alarms(purpose + "GET / failed\n" + other) == ["GET / failed\n" + other.rstrip()]
    assert judge.alarms("x\nRuntimeWarning: y\n") == ["RuntimeWarning: y"]


def test_growth() -> None:
    def samples(step: int) -> list[dict[str, int]]:
        return [
            dict.fromkeys(fuzz.STEADY, 100 + step * n * (n % 2 + 1)) | {"requests": 1000 * n}
            for n in range(20)
        ]

    assert all(text.endswith("flat") for text in fuzz.judge_growth(samples(0)))
    assert all(text.endswith("IT GROWS") for text in fuzz.judge_growth(samples(40)))
    assert fuzz.judge_growth(samples(0)[:3]) == []


def test_a_file_input_in_which_nothing_was_chosen_is_in_no_form() -> None:
    fields = [["a", "", "text/plain", ""], ["b", "", "text/plain", "00"], ["c", "x", "text/plain", ""]]
    _, meant = forms._multipart(Random(1), fields, "x")
    assert [field[0] for field in meant] == ["b", "c"]


def test_forms_have_one_right_answer() -> None:
    made = [forms.form(Random(number)) for number in range(120)]
    assert made == [forms.form(Random(number)) for number in range(120)]
    cut = [message for message in made if message.story[-1] == "cut form"]
    assert 20 < len(cut) < 80
    whole = next(message for message in made if message.expected == Expected(200, []))
    other = Answer(200, ((b"content-type", b"application/json"),), b'[["a","b"]]')
    assert list(judge.problems(Outcome(whole, [other]))) == ['b\'[["a","b"]]\' instead of []']
    assert list(judge.problems(Outcome(cut[0], [other]))) == ["status 200 instead of 400"]
    assert not list(judge.problems(Outcome(cut[0], [Answer(400, (), b"")])))
