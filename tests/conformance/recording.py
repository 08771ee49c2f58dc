"""What SvelteKit has answered, so that its server need not run every time.

`make conformance` always asks the real server, and writes what is here. A recording is good for what it was
made of: the app's files for SvelteKit with its packages, what was sent, and the code that sends and notes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.client.scenario import Scenario
from conformance.exchange import Exchange
from conformance.projects import assemble
from conformance.scenarios import scenarios
from conformance.servers import KIT_ENVIRONMENT
from conformance.wire import Answer
from support.build_cache import digest_of

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "recorded"

LONG = 20_000
"""Bytes; there are few bodies of that size, and they repeat one line."""

# What writes transcripts.
PLAYING = ("tab.py", "settle.py", "traffic.py", "look.js", "under_way.js")
# What scenarios put in the place of their app while they run.
DEPLOYED = ("client@next",)

_PROSE = re.compile(r'^[ \t]*(?:#[^\n]*|"""(?s:.*?)""")\n', re.MULTILINE)


class StaleRecordingError(Exception):
    """There is no recording, or it was made of something else; the message says how to make it anew."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} was not recorded with this SvelteKit, this app and these "
            "exchanges or scenarios. Run `make conformance`, which asks SvelteKit, and commit what it writes."
        )


@dataclass(frozen=True, slots=True)
class Recording:
    """The answers of SvelteKit with one app.

    Attributes:
        app: its name.
        exchanges: all that is sent to it, in this order.
        folder: where recordings are.
    """

    app: str
    exchanges: Sequence[Exchange]
    folder: Path = RECORDED

    @property
    def file(self) -> Path:
        return self.folder / f"{self.app}.json"

    def read(self) -> Mapping[str, Sequence[Answer]]:
        """Return the normalised answers by the exchange's name.

        Raises:
            StaleRecordingError: they are no longer those of this app and these exchanges.
        """
        recorded = _read(self.file, self._digest())
        bodies = {key: _decode(body) for key, body in recorded["bodies"].items()}
        return {
            name: [
                Answer(status, tuple((key, value) for key, value in headers), bodies[body])
                for status, headers, body in answers
            ]
            for name, answers in recorded["answers"].items()
        }

    def write(self, answers: Mapping[str, Sequence[Answer]]) -> bool:
        """Write the answers to all exchanges; False if that changes nothing."""
        bodies = {_key(answer.body): _encode(answer.body) for one in answers.values() for answer in one}
        noted = {
            name: [[answer.status, answer.headers, _key(answer.body)] for answer in one]
            for name, one in answers.items()
        }
        return _write(self.file, self._digest(), {"answers": noted, "bodies": bodies})

    def _digest(self) -> str:
        code = [HERE / "normalise.py", HERE / "wire.py"]
        sent = [(exchange.name, exchange.steps) for exchange in self.exchanges]
        return _digest_of([self.app], code, sent, KIT_ENVIRONMENT)


@dataclass(frozen=True, slots=True)
class Transcripts:
    """The transcripts of a theme's scenarios, played with SvelteKit.

    Attributes:
        theme: a module of `conformance.scenarios`.
        browser: the version that plays; another one may say other things on its console.
        folder: where recordings are.
    """

    theme: str
    browser: str
    folder: Path = RECORDED

    @property
    def file(self) -> Path:
        return self.folder / "scenarios" / f"{self.theme}.json"

    def read(self) -> Mapping[str, str] | None:
        """Return the transcripts by the scenario's name; None if another browser has played.

        Raises:
            StaleRecordingError: they are no longer those of these apps and these scenarios.
        """
        recorded = _read(self.file, self._digest())
        if self._major not in recorded["browsers"]:
            return None
        return {name: "\n".join(lines) for name, lines in recorded["transcripts"].items()}

    def write(self, transcripts: Mapping[str, str]) -> bool:
        """Write the transcripts of all scenarios; False if that changes nothing."""
        lines = {name: text.splitlines() for name, text in transcripts.items()}
        return _write(self.file, self._digest(), {"browsers": {self._major: 1}, "transcripts": lines})

    @property
    def _major(self) -> str:
        return self.browser.partition(".")[0]

    def _digest(self) -> str:
        played = [scenario for scenario in scenarios() if theme_of(scenario) == self.theme]
        code = [HERE / "scenarios" / f"{self.theme}.py", *(HERE / "client" / name for name in PLAYING)]
        apps = dict.fromkeys([*(scenario.app for scenario in played), *DEPLOYED])
        return _digest_of(apps, code, KIT_ENVIRONMENT)


def theme_of(scenario: Scenario) -> str:
    """Return the name of the module that a scenario is in."""
    return scenario.steps.__module__.rpartition(".")[2]


def _read(file: Path, digest: str) -> Any:
    """Return what was written to a file.

    Raises:
        StaleRecordingError: that was with another digest, or never.
    """
    recorded = json.loads(file.read_text()) if file.is_file() else {}
    if recorded.get("made of") != digest:
        raise StaleRecordingError(file)
    return recorded


def _write(file: Path, digest: str, content: Mapping[str, Any]) -> bool:
    """Write a recording, a line for each entry, so that changes can be read; False if nothing changes."""
    parts = [f'"made of": {json.dumps(digest)}']
    for name, entries in content.items():
        lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(entries.items())]
        parts.append(f"{json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n}")
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    if file.is_file() and file.read_text() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return True


def _digest_of(apps: Iterable[str], code: Iterable[Path], *more: object) -> str:
    """Return a digest of apps as SvelteKit gets them, of the code that speaks to it, and of anything else."""
    with tempfile.TemporaryDirectory() as folder:
        for app in apps:
            assemble("kit", app, Path(folder, app))
        return digest_of([Path(folder)], *(_code(file) for file in code), *more)[:16]


def _code(file: Path) -> str:
    """The text of a file; Python without its comments and docstrings."""
    return _PROSE.sub("", file.read_text()) if file.suffix == ".py" else file.read_text()


def _key(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:8]


def _encode(body: bytes) -> str | list[str]:
    """Text as it is, unless it is long; anything else compressed, as Base64 in a list."""
    with suppress(UnicodeDecodeError):
        if len(body) < LONG:
            return body.decode()
    return [base64.b64encode(zlib.compress(body, 9)).decode()]


def _decode(body: str | list[str]) -> bytes:
    return body.encode() if isinstance(body, str) else zlib.decompress(base64.b64decode(body[0]))
