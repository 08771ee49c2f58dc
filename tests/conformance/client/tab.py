"""A tab that writes down what it does, what its page then shows, and what the server was asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, FilePayload, Page

from conformance.client.settle import UNDER_WAY, Look, settle
from conformance.client.traffic import BUILT, Traffic, plain

IN_THE_BROWSER = {
    "addresses": "the two servers listen on different ports",
    "hashes in file names": "lissome's client bundle contains stubs of its own",
    "hashes of scripts": "in the browser's messages about a policy; the scripts contain file names",
    "chunks": "the bundler decides which files contain a page's code; the pages are compared",
    "errors of `/favicon.ico`": "browsers request it at any time, and Playwright does not report when",
    "the browser's own error pages": "their words are each browser's own; that one is shown is compared",
    "places and reason phrases in the console": "the browser adds them; HTTP/2 has no reason phrases",
}
"""What is made equal in transcripts, besides; docs/reference/compatibility.md has the same table."""

# Chromium tells in which of the client's files something was said, and a reason phrase that says nothing.
_PLACE = r"\s*\(?\S*(?:{code})\S+\)?|(?<=with a status of \d{{3}}) \(.*\)"


class Tab:
    """What scenarios drive: each step is written down together with what came of it.

    Attributes:
        lines: the transcript.
    """

    def __init__(
        self,
        page: Page,
        origin: str,
        base: str,
        deploy: Callable[[str], None],
        *,
        code: re.Pattern[str] = BUILT,
        heard: Callable[[str], str | None] = str,
    ) -> None:
        """Listen to a blank page.

        Args:
            page: in a context of its own.
            origin: of the server, for example ``http://127.0.0.1:40123``.
            base: the app's `paths.base`.
            deploy: puts another app in the place of the one that is served.
            code: what is in the addresses of the client's code.
            heard: what is written down of a line that the console says; None for nothing.
        """
        self.lines: list[str] = []
        self.page = page
        self._deploy = deploy
        self._origin = origin
        self._base = base
        self._traffic = Traffic(page, origin, code)
        self._noise = re.compile(_PLACE.format(code=code.pattern))
        self._as_said = heard
        self._said: list[str] = []
        self._loads = 0
        self._heard = 0
        page.add_init_script(path=UNDER_WAY)
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self._hear(f"uncaught: {error}"))
        page.on("domcontentloaded", lambda _page: self._count_load())
        page.on("dialog", lambda dialog: dialog.accept())

    def open(self, path: str) -> None:
        """Type an address, and wait until the client has taken over."""
        self._step(f"open {path}", lambda: self._goto(path))

    def begin_open(self, path: str, *, shows: str) -> None:
        """Type an address, and do not wait for the end of the page."""

        def act() -> None:
            self.page.goto(self._origin + self._base + path, wait_until="commit")
            self._wait_for_client()
            self._wait_for(shows)

        self._step(f"begin to open {path}", act, finished=False)

    def load(self, path: str) -> None:
        """Type the address of a page that no client takes over."""
        self._step(f"load {path}", lambda: self.page.goto(self._origin + self._base + path))

    def click(self, text: str, *, shows: str | None = None) -> None:
        """Click a link or a button.

        Args:
            text: all of its text.
            shows: text to wait for, where the page has nothing else to be waited for.
        """

        def act() -> None:
            self._point_at(text)
            self.page.mouse.down()
            self.page.mouse.up()
            self._wait_for(shows)

        self._step(f"click {text!r}", act)

    def link(self, path: str, **attributes: str) -> None:
        """Click a link that was not there before, as the last child of the body."""
        given = {
            "href": self._base + path,
            **{key.replace("_", "-"): value for key, value in attributes.items()},
        }
        self._step(f"click a link with {given}", lambda: self.page.evaluate(_CLICK_LINK, given))

    def hover(self, text: str) -> None:
        """Let the mouse rest on something."""
        self._step(f"hover {text!r}", lambda: self._control(text).hover())

    def press_down(self, text: str) -> None:
        """Press the mouse button and do not let go."""

        def act() -> None:
            self._point_at(text)
            self.page.mouse.down()

        self._step(f"press down on {text!r}", act)

    def release(self) -> None:
        """Let go of the mouse button."""
        self._step("release", self.page.mouse.up)

    def fill(self, name: str, value: str) -> None:
        """Type into a field; nothing is written down, the next step shows the field."""
        self.page.locator(f"[name={name}]").first.fill(value)

    def attach(self, name: str, text: str) -> None:
        """Choose a file."""
        file = FilePayload(name="words.txt", mimeType="text/plain", buffer=text.encode())
        self.page.locator(f"[name={name}]").first.set_input_files(file)

    def back(self) -> None:
        """The browser's button; the page may be another document then."""
        self._step("back", lambda: self.page.go_back(wait_until="commit"))

    def forward(self) -> None:
        """The browser's button."""
        self._step("forward", lambda: self.page.go_forward(wait_until="commit"))

    def reload(self) -> None:
        """The browser's button."""

        def act() -> None:
            self.page.reload()
            self._wait_for_client()

        self._step("reload", act)

    def scroll(self, to: int) -> None:
        """Scroll down to a number of pixels from the top."""
        self._step(f"scroll to {to}", lambda: self.page.evaluate(f"scrollTo(0, {to})"))

    def call(self, script: str) -> None:
        """Call the client: ``goto('/a')``, with all of $app/navigation, forms, paths and state in scope.

        What the call answers, or that it fails, is written down; that is waited for while anything happens.
        """
        self._step(f"call {script}", lambda: self.page.evaluate(_CALL.replace("SCRIPT", script)))

    def begin(self, script: str, *, shows: str | None = None) -> None:
        """Call the client and do not wait for the end of it."""

        def act() -> None:
            self.page.evaluate(f"(() => {{ with (app) {{ {script} }} }})()")
            self._wait_for(shows)

        self._step(f"begin {script}", act, finished=False)

    def ask(self, path: str) -> None:
        """Send a request past the client, with the cookies of this tab; it is not a part of the traffic."""
        answer = self.page.request.get(self._origin + self._base + path)
        self.lines.append(f"> ask {path}: {answer.status}")

    def deploy(self, app: str) -> None:
        """End the server, and start one that serves another app at the same address."""
        self.lines.append(f"> deploy {app}")
        self._deploy(app)

    def look(self, what: str = "look", *, shows: str | None = None) -> None:
        """Write down what there is, after some text has come."""
        self._step(what, lambda: self._wait_for(shows))

    def run(self, what: str, act: Callable[[], Any]) -> None:
        """Any other step."""
        self._step(what, act)

    def _goto(self, path: str) -> None:
        self.page.goto(self._origin + self._base + path)
        self._wait_for_client()

    def _wait_for_client(self) -> None:
        self.page.wait_for_selector("#svelte-announcer", state="attached")

    def _wait_for(self, text: str | None) -> None:
        if text is not None:
            self.page.get_by_text(text).first.wait_for()

    def _control(self, text: str) -> Any:
        return self.page.locator("a, button").filter(has_text=re.compile(f"^{re.escape(text)}$"))

    def _point_at(self, text: str) -> None:
        """Let the mouse rest: what hovering begins must not come before or after a click by chance."""
        self._control(text).hover()
        self._settle(finished=True)

    def _step(self, what: str, act: Callable[[], Any], *, finished: bool = True) -> None:
        self.lines.append(f"> {what}")
        loads = self._loads
        try:
            act()
            found = self._settle(finished=finished)
        except Error as failure:
            self._write_what_happened()
            self.lines.append(f"! {plain(failure.message.splitlines()[0], self._origin)}")
            raise
        shown = {aspect: value for aspect, value in found.shows.items() if value}
        self.lines += [f"{aspect}: {plain(value, self._origin)}" for aspect, value in shown.items()]
        self.lines.append(f"page loads: {self._loads - loads}")
        self._write_what_happened()

    def _write_what_happened(self) -> None:
        heard = [line for said in self._said if (line := self._as_said(said)) is not None]
        self.lines += [f"said: {self._cleaned(line)}" for line in heard]
        self.lines += [f"asked: {line}" for line in self._traffic.take()]
        self._said.clear()

    def _hear_console(self, message: ConsoleMessage) -> None:
        if not message.location["url"].endswith("/favicon.ico"):
            self._hear(f"{message.type}: {message.text}")

    def _hear(self, line: str) -> None:
        self._heard += 1
        self._said.append(line)

    def _cleaned(self, line: str) -> str:
        return plain(self._noise.sub("", line), self._origin)

    def _count_load(self) -> None:
        self._heard += 1
        self._loads += 1

    def _settle(self, *, finished: bool) -> Look:
        def unfinished(found: Look) -> list[str]:
            return [*found.unfinished(), *self._traffic.unfinished()] if finished else []

        return settle(self.page, lambda: self._heard + self._traffic.heard, unfinished)


_CLICK_LINK = """(attributes) => {
	const a = document.createElement('a');
	for (const name in attributes) a.setAttribute(name, attributes[name]);
	a.textContent = 'new';
	document.body.append(a);
	a.click();
}"""

# The page is looked at while the call goes on, and it may never answer. So the answer is said to the console.
_CALL = """() => {
	const call = async () => {
		try {
			with (app) { return JSON.stringify(await SCRIPT) ?? 'undefined'; }
		} catch (error) {
			return `${error}`;
		}
	};
	underWay.calls += 1;
	void call().then((answer) => {
		underWay.calls -= 1;
		console.log('answer:', answer);
	});
}"""
