"""A bundle that speaks the isolate's protocol (see vite/isolate/gate.js) and does what a test tells it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import psutil

from lissome.ssr import Isolate, Limits, Renderer

SOURCE = r"""
(() => {
	'use strict';
	const open = new Map();
	const kept = [];
	let last = 0;
	const page = (body) => `k{}\0<title>t</title>\0${body}`;
	const programs = {
		echo: ({ text }) => page(text),
		loop() {
			for (;;);
		},
		spin({ ms }) {
			const end = Date.now() + ms;
			while (Date.now() < end);
			return page('done');
		},
		bomb() {
			for (;;) kept.push(new Array(10000).fill(kept.length));
		},
		crash() {
			throw new TypeError('inside');
		},
		number: () => 5,
		fail: ({ error }) => `e${JSON.stringify(error)}`,
		meta: ({ meta }) => `k${JSON.stringify(meta)}\0\0`,
		open: () => page(String(open.size)),
		// waits for answers to its requests, then shows them
		wait({ requests }) {
			const id = String(++last);
			open.set(id, { requests, answers: [], wanted: requests.length });
			return `p${id}`;
		}
	};
	const asked = { match: '{"match":true}' };
	function take(id) {
		const render = open.get(id);
		if (render.answers.length && render.answers.length === render.wanted) {
			open.delete(id);
			return page(JSON.stringify(render.answers));
		}
		return `w${JSON.stringify(render.requests.splice(0))}`;
	}
	function deliver(message) {
		const end = message.indexOf('\n');
		open.get(message.slice(0, end)).answers.push(...JSON.parse(message.slice(end + 1)));
		return '';
	}
	return function enter() {
		const rest = this.slice(1);
		switch (this[0]) {
			case 'r': {
				const input = JSON.parse(rest);
				return programs[input.do](input);
			}
			case 'c':
				return asked[JSON.parse(rest).fn] ?? 'e{"kind":"unknown","message":"no such function"}';
			case 't':
				return take(rest);
			case 's':
				return deliver(rest);
			case 'd':
				open.delete(rest);
				return '';
		}
	};
})()
"""

LIMITS = Limits(time=0.3, heap=64 << 20)


def isolate(limits: Limits = LIMITS) -> Isolate:
    return Isolate(("globalThis.ready = true", SOURCE), limits)


def renderer(limits: Limits = LIMITS) -> Renderer:
    return Renderer(lambda: isolate(limits))


def program(name: str, **options: Any) -> bytes:
    """A render input."""
    return json.dumps({"do": name, **options}).encode()


async def no_host(request: dict[str, Any]) -> Any:
    raise AssertionError(request)


async def settle(condition: Callable[[], bool], seconds: float = 3.0) -> bool:
    """Wait until something is so; whether it came to be."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            return True
        await asyncio.sleep(0.02)
    return condition()


async def elapsed(work: Awaitable[object]) -> float:
    """Seconds that something takes; what it raises is looked at elsewhere."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(work, return_exceptions=True)
    return loop.time() - start


def threads() -> int:
    return int(psutil.Process().num_threads())


def megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / (1 << 20)
