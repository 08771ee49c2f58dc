"""Whether two answers are the same: first by their bytes, and where bytes may differ, by what they mean."""

from __future__ import annotations

import difflib
import json
import re
from typing import Any

from conformance.scripts import Scripts
from conformance.wire import Answer

_SCRIPT = re.compile(r"(<script[^>]*>)((?:(?!</script>).)*?__sveltekit_.*?)(</script>)", re.DOTALL)


def differences(kit: Answer, lissome: Answer, scripts: Scripts) -> str:
    """How two answers differ, as a diff that a person can read; ``""`` when they do not.

    Args:
        kit: the answer of the control, normalised.
        lissome: the answer that is judged, normalised.
        scripts: runs those of pages.
    """
    found = []
    if kit.status != lissome.status:
        found.append(f"- status {kit.status}\n+ status {lissome.status}")
    if kit.headers != lissome.headers:
        found.append(_diff(_lines(kit.headers), _lines(lissome.headers)))
    if kit.body != lissome.body:
        found.append(_bodies(kit, lissome, scripts))
    return "\n".join(part for part in found if part)


def _bodies(kit: Answer, lissome: Answer, scripts: Scripts) -> str:
    try:
        texts = kit.body.decode(), lissome.body.decode()
    except UnicodeDecodeError:
        return f"- {kit.body[:200]!r}\n+ {lissome.body[:200]!r}"
    kind = kit.header("content-type").partition(";")[0]
    if kind == "text/html":
        return _pages(*texts, scripts)
    if kind in {"application/json", "text/sveltekit-data"}:
        return _diff(*(_meaning(text) for text in texts))
    return _diff(*texts)


def _pages(kit: str, lissome: str, scripts: Scripts) -> str:
    """Pages: the HTML by its bytes, the bootstrap scripts by their effect."""
    frames = [_SCRIPT.sub(r"\1…\3", text) for text in (kit, lissome)]
    if frames[0] != frames[1]:
        return _diff(*frames)
    effects = [scripts.effect([match[1] for match in _SCRIPT.findall(text)]) for text in (kit, lissome)]
    return _diff(*effects)


def _lines(headers: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _diff(kit: str, lissome: str) -> str:
    if kit == lissome:
        return ""
    lines = difflib.unified_diff(kit.splitlines(), lissome.splitlines(), "kit", "lissome", n=1, lineterm="")
    text = "\n".join(list(lines)[2:])
    return text or f"- {kit!r}\n+ {lissome!r}"


def _meaning(text: str) -> str:
    """JSON lines, with devalue's flat arrays written out as trees."""
    try:
        return "\n".join(json.dumps(_wire(json.loads(line)), indent=1) for line in text.splitlines())
    except ValueError:
        return text


def _wire(message: Any) -> Any:
    """A message of kit's protocol: nodes of a data request, a chunk, or the result of an action."""
    if not isinstance(message, dict):
        return message
    if isinstance(message.get("nodes"), list):
        return {**message, "nodes": [_wire(node) for node in message["nodes"]]}
    known = dict(message)
    if isinstance(known.get("uses"), dict):
        uses = known["uses"].items()
        known["uses"] = {
            key: sorted(value) if isinstance(value, list) else value for key, value in sorted(uses)
        }
    for key in ("data", "error"):
        value = known.get(key)
        if isinstance(value, str) and value.startswith("["):
            value = json.loads(value)
        if isinstance(value, list):
            known[key] = _Flat(value).tree(0)
    return known


class _Flat:
    """devalue's flat form; the same tree comes out whatever the numbering."""

    def __init__(self, slots: list[Any]) -> None:
        self._slots = slots
        self._seen: dict[int, int] = {}

    def tree(self, index: int) -> Any:
        """The value in a slot; a container that was met before by its number."""
        if index < 0:
            return {"special": index}
        value = self._slots[index]
        if not isinstance(value, dict | list):
            return value
        if index in self._seen:
            return {"the same as": self._seen[index]}
        number = self._seen[index] = len(self._seen)
        if isinstance(value, dict):
            return {"#": number, **{key: self.tree(item) for key, item in value.items()}}
        if value and isinstance(value[0], str):
            items = [self.tree(item) if type(item) is int else item for item in value[1:]]
            return {"#": number, "type": value[0], "items": items}
        return {"#": number, "items": [self.tree(item) for item in value]}
