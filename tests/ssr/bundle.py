"""A bundle with the isolate's protocol (vite/isolate/dispatcher.js) that does what a test tells it."""

from __future__ import annotations

import asyncio
import json
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
		// what buffers hold is not in V8's heap
		buffers() {
			for (;;) kept.push(new Uint8Array(1e6).fill(1));
		},
		// blocks V8's thread, which uses no CPU; without an end if there is no `ms`
		block: ({ ms }) => page(Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)),
		// promises that go on after the answer, for ever: V8 does nothing else then
		chain() {
			const next = () => Promise.resolve().then(next);
			next();
			return page('done');
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
		},
		// asks in several rounds, and waits for the answers of each but those that it has aborted
		rounds({ rounds, wanted }) {
			const id = String(++last);
			open.set(id, { rounds, answers: [], wanted });
			return `p${id}`;
		}
	};
	const asked = { match: '{"match":true}' };
	function take(id) {
		const render = open.get(id);
		if (render.rounds?.length) return `w${JSON.stringify(render.rounds.shift())}`;
		if (render.rounds && render.answers.length === render.wanted) {
			open.delete(id);
			return page(JSON.stringify(render.answers));
		}
		if (render.rounds) return 'w[]';
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
			case 'g':
				gc();
				return '';
			case 'd':
				if (rest[0] !== '+') open.delete(rest);
				else for (const id of [...open.keys()]) if (Number(id) > Number(rest)) open.delete(id);
				return '';
		}
	};
})()
"""

LIMITS = Limits(time=0.5, heap=64 << 20, wall=240.0)
"""For renders that go over their budget, and for quick ones behind them."""
PATIENT = Limits(time=60.0, heap=64 << 20)
"""For all others: a machine that has much to do may stop in the middle of the shortest render."""


def isolate(limits: Limits = PATIENT, loop: asyncio.AbstractEventLoop | None = None) -> Isolate:
    return Isolate(("globalThis.ready = true", SOURCE), limits, loop)


def open_isolate(loop: asyncio.AbstractEventLoop) -> Isolate:
    return isolate(loop=loop)


def renderer(limits: Limits = PATIENT) -> Renderer:
    return Renderer(lambda loop: isolate(limits, loop))


def program(name: str, **options: Any) -> bytes:
    """A render input."""
    return json.dumps({"do": name, **options}).encode()


async def no_host(request: dict[str, Any]) -> Any:
    raise AssertionError(request)


def threads() -> int:
    return int(psutil.Process().num_threads())


def megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / (1 << 20)
