"""A recording is good for what it was made of, and for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conformance import recording
from conformance.exchange import Exchange, on
from conformance.recording import Recording, StaleRecordingError, Transcripts
from conformance.scenarios import scenarios
from conformance.wire import Answer

SENT = on("assets").get("/", "/other")
ANSWERS = {
    "GET /": [Answer(200, (("a", "1"), ("set-cookie", "x"), ("set-cookie", "y")), "<p>é</p>".encode())],
    "GET /other": [Answer(404, (), b"\xff\x00"), Answer(200, (), b"long " * 10_000)],
}


def test_answers_come_back_as_they_were(tmp_path: Path) -> None:
    made = Recording("assets", SENT, tmp_path)
    assert made.write(ANSWERS)
    assert made.read() == ANSWERS
    assert not made.write(ANSWERS)


@pytest.mark.parametrize(
    "sent",
    [
        SENT[:1],
        SENT[::-1],
        [SENT[0], replace(SENT[1], name="another")],
        [SENT[0], replace(SENT[1], steps=SENT[0].steps)],
    ],
)
def test_it_is_no_good_for_other_exchanges(sent: Sequence[Exchange], tmp_path: Path) -> None:
    Recording("assets", SENT, tmp_path).write(ANSWERS)
    with pytest.raises(StaleRecordingError, match="Run `make conformance`"):
        Recording("assets", sent, tmp_path).read()


def test_it_is_no_good_for_another_app(tmp_path: Path) -> None:
    Recording("assets", SENT, tmp_path).write(ANSWERS)
    with pytest.raises(StaleRecordingError):
        Recording("based", SENT, tmp_path).read()


def test_marks_do_not_matter_to_sveltekit(tmp_path: Path) -> None:
    Recording("assets", SENT, tmp_path).write(ANSWERS)
    marked = [replace(exchange, deliberate="a reason", rows=(1,)) for exchange in SENT]
    assert Recording("assets", marked, tmp_path).read() == ANSWERS


def test_nothing_recorded_is_stale(tmp_path: Path) -> None:
    with pytest.raises(StaleRecordingError):
        Recording("assets", SENT, tmp_path).read()


def test_transcripts_are_those_of_one_version_of_the_browser(tmp_path: Path) -> None:
    texts = {scenario.name: "> open /\ntitle: x" for scenario in scenarios()}
    assert Transcripts("history", "150.0.1", tmp_path).write(texts)
    assert Transcripts("history", "150.2.0", tmp_path).read() == texts
    assert Transcripts("history", "151.0.0", tmp_path).read() is None


def test_prose_does_not_matter_and_code_does(tmp_path: Path) -> None:
    file = tmp_path / "code.py"

    def code(text: str) -> str:
        file.write_text(text)
        return recording._code(file)

    plain = code("x = 1\ndef f():\n    return x\n")
    assert code('x = 1\ndef f():\n    """Return\n    it.\n    """\n    # why\n    return x\n') == plain
    assert code("x = 1\ndef f():\n    return -x\n") != plain
    assert code('x = 1\ndef f():\n    return x\ny = """\n"""\n') != plain
