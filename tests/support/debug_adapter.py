"""A client of the Debug Adapter Protocol, as an editor is one.

https://microsoft.github.io/debug-adapter-protocol/specification
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.waiting import PATIENCE, until


class DebugAdapter:
    """A connection to debugpy."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        self._file = connection.makefile("rwb")
        self._sent = 0
        self._seen: list[dict[str, Any]] = []

    def attach(self, breakpoints: dict[Path, list[int]]) -> list[bool]:
        """Attach, and return for each breakpoint whether the debugger could set it."""
        self.ask("initialize", adapterID="lissome", pathFormat="path", linesStartAt1=True)
        attaching = self._send("attach", {"justMyCode": True})
        self.wait_for(lambda message: message.get("event") == "initialized")
        verified = []
        for file, lines in breakpoints.items():
            body = self.ask(
                "setBreakpoints", source={"path": str(file)}, breakpoints=[{"line": line} for line in lines]
            )
            verified += [one["verified"] for one in body["breakpoints"]]
        self.ask("configurationDone")
        self._answer(attaching)
        return verified

    def ask(self, command: str, **arguments: Any) -> Any:
        return self._answer(self._send(command, arguments))

    def stopped_at(self) -> tuple[str, int, dict[str, str], int]:
        """Wait for a breakpoint: the file, the line, the locals, and the thread."""
        thread = self.wait_for(lambda message: message.get("event") == "stopped")["body"]["threadId"]
        frame = self.ask("stackTrace", threadId=thread)["stackFrames"][0]
        scopes = self.ask("scopes", frameId=frame["id"])["scopes"]
        values = self.ask("variables", variablesReference=scopes[0]["variablesReference"])["variables"]
        names = {one["name"]: one["value"] for one in values}
        return frame["source"]["path"], frame["line"], names, thread

    def wait_for(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            for place, message in enumerate(self._seen):
                if is_wanted(message):
                    return self._seen.pop(place)
            self._seen.append(self._read())

    def _answer(self, number: int) -> Any:
        answer = self.wait_for(lambda message: message.get("request_seq") == number)
        assert answer["success"], answer
        return answer.get("body")

    def _send(self, command: str, arguments: dict[str, Any]) -> int:
        self._sent += 1
        message = {"seq": self._sent, "type": "request", "command": command, "arguments": arguments}
        body = json.dumps(message).encode()
        self._file.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._file.flush()
        return self._sent

    def _read(self) -> dict[str, Any]:
        length = 0
        while line := self._file.readline().strip():
            length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(self._file.read(length))
        return message


@contextmanager
def debug_adapter(port: int) -> Iterator[DebugAdapter]:
    """Connect to debugpy as soon as it listens."""
    sockets: list[socket.socket] = []

    def connects() -> bool:
        try:
            sockets.append(socket.create_connection(("127.0.0.1", port), timeout=1))
        except OSError:
            return False
        return True

    until(connects)
    with sockets[0]:
        yield DebugAdapter(sockets[0])
