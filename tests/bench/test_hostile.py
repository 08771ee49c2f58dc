"""A server under attack: ten of the attacks of `bench/hostile.py` on one server, and the program itself."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostility import attacks, client
from hostility.attack_run import ENDPOINT, STATIC, AttackRun, Memory, Plan, run_attack
from hostility.attacks import APP, Attack
from hostility.client import Answer
from hostility.probes import Latency
from hostility.processes import rss_mb, tree
from hostility.report import as_json, describe, summary
from hostility.target import Target, serving
from hostility.verdict import Limits, reasons

from support.waiting import PATIENCE

TEN = (
    "builtins/array_includes",  # a builtin that looks at nothing but its own counter
    "builtins/regexp_alternatives",
    "fatal/split_text",  # V8 gives up without asking anybody
    "fatal/pad_start",  # larger than the heap
    "memory/buffer_touched",
    "slices/keep_buffers",
    "slices/spin_900",
    "jobs/chain_left",
    "jobs/wasm_loop",
    "doors/error_page_builtin",
)
SHORT = Plan(1, PATIENCE, PATIENCE, give_up=PATIENCE, calm=0.0, after=0.0, warm_up=2)
WITHOUT_TIMING = Limits(timing=False)
"""A busy machine is no failure."""


@pytest.fixture(scope="module")
def target(built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """One server for all ten, with one worker."""
    log_file = tmp_path_factory.mktemp("hostile") / "serve.log"
    with serving(built_app("hostile"), python=sys.executable, workers=1, log_file=log_file) as target:
        yield target
    assert target.end == []


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.parametrize("label", TEN)
def test_a_server_holds(target: Target, label: str) -> None:
    if target.hangs or not target.is_alive():
        pytest.fail(f"the server has not outlived an earlier attack\n{target.log()[-4000:]}")
    [attack] = attacks.named(attacks.find(), (label,))
    run = asyncio.run(run_attack(target, attack, SHORT))
    target.hangs = run.hangs
    assert reasons(run, WITHOUT_TIMING) == []


# -- the attacks ------------------------------------------------------------------------------------------


def test_there_are_many_of_each_kind() -> None:
    kinds = Counter(attack.kind for attack in attacks.find())
    assert set(kinds) == {"builtins", "fatal", "memory", "slices", "jobs", "runtime", "doors"}
    assert min(kinds.values()) >= 15


def test_each_has_a_name_and_a_route_of_its_own() -> None:
    """A server may refuse a route for a while, so no two attacks share one."""
    found = attacks.find()
    assert len({attack.label for attack in found}) == len({attack.path for attack in found}) == len(found)


def test_attacks_are_chosen_by_name_and_by_kind() -> None:
    found = attacks.find()
    assert attacks.named(found, ()) == found
    assert [one.label for one in attacks.named(found, ("split_text",))] == ["fatal/split_text"]
    assert {one.kind for one in attacks.named(found, ("jobs",))} == {"jobs"}
    with pytest.raises(ValueError, match="no attack nothing"):
        attacks.named(found, ("nothing",))


def test_a_parameter_has_its_value_in_the_path() -> None:
    assert [one.path for one in attacks.named(attacks.find(), ("matcher",))] == [
        "/hostile/doors/matcher/loop"
    ]


def test_the_attacks_can_be_put_into_another_app(tmp_path: Path) -> None:
    attacks.mount(tmp_path)
    assert (tmp_path / "src/routes/hostile/fatal/split_text/+page.svelte").is_file()
    assert (tmp_path / "src/routes/innocent/api/+server.py").is_file()
    with pytest.raises(FileExistsError):
        attacks.mount(tmp_path)
    assert APP.name == "hostile"


# -- the client -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200"),
        (b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "503"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "200"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "cut"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "cut"),
        (b"", "reset"),
    ],
    ids=["whole", "status", "chunked", "chunked and cut", "cut", "nothing"],
)
async def test_what_became_of_a_request(answer: bytes, outcome: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert (await client.get(port, "/", seconds=PATIENCE)).outcome == outcome
    assert (await client.get(port, "/", seconds=PATIENCE)).outcome == "refused"


async def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = await client.get(silent.getsockname()[1], "/", seconds=0.05)
    assert (answer.outcome, answer.status) == ("timeout", None)


def test_latencies() -> None:
    answers = [Answer("/", 0, number / 100, 200) for number in range(100)]
    latency = Latency.of([*answers, Answer("/", 0, 7.0, None, "timeout"), Answer("/", 0, 0, 500)])
    assert (latency.count, latency.p50, latency.longest) == (102, 0.5, 7.0)
    assert latency.failures == {"timeout": 1, "500": 1}


def test_the_memory_of_a_tree() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    members = tree(os.getpid())
    child.communicate(b"\n")
    assert {os.getpid(), child.pid} <= set(members)
    assert rss_mb(members) >= rss_mb([os.getpid()]) > 1
    assert rss_mb([child.pid]) == 0


# -- the verdict ------------------------------------------------------------------------------------------


def run(**seen: object) -> AttackRun:
    """One in which all is well, but for what is given."""
    good = {path: Latency(50, 0.001, 0.002, 0.003, {}) for path in (STATIC, ENDPOINT)}
    calm = {
        "hostile": [Answer("/", 0, 1.1, 500)],
        "calm": good,
        "under": good,
        "innocent": [Answer("/innocent/small", 0, 0.1, 200)],
        "after": [Answer("/innocent/small", 0, 0.1, 200)],
        "memory": Memory(100, 300, 110, 0.5),
    }
    return AttackRun(Attack("doors", "loop", "/"), 1, Plan(), **{**calm, **seen})  # type: ignore[arg-type]  # by name


def slow(seconds: float, **failures: int) -> dict[str, Latency]:
    return {STATIC: Latency(50, 0.001, 0.002, seconds, failures)}


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ({"hostile": [Answer("/", 0, 40, None, "timeout")]}, "no answer to the attack in 40 s"),
        ({"under": slow(0.3)}, "/favicon.svg waited 0.30 s"),
        ({"under": slow(0.1, reset=2)}, "/favicon.svg: 2 reset of 50"),
        ({"innocent": [Answer("/", 0, 1, 500)]}, "innocent pages: 1 500 of 1"),
        ({"innocent": [Answer("/", 0, 2.5, 200)]}, "an innocent page waited 2.50 s"),
        ({"after": [Answer("/", 0, 1, None, "refused")]}, "afterwards: refused of 3"),
        ({"memory": Memory(100, 300, 290, None)}, "290 MB are left, 100 before"),
        ({"memory": Memory(100, 1300, 110, 1)}, "1300 MB at the peak, 100 before"),
        ({"seconds": 30.0, "cores": (0.9, 0.0)}, "27 s of CPU time in 30 s"),
        ({"busy": 1.0}, "1.0 cores in use at rest"),
        ({"died": "the server ended"}, "the server ended"),
        ({"end": ["2 processes left"]}, "2 processes left"),
        ({"log": "x\n[ERROR] Unexpected exit from worker-1\n"}, "log: [ERROR] Unexpected exit from worker-1"),
    ],
)
def test_reasons(seen: dict[str, object], reason: str) -> None:
    assert reasons(run(**seen), Limits()) == [reason]


def test_an_answer_of_any_kind_is_fine_for_the_attacker() -> None:
    assert reasons(run(hostile=[Answer("/", 0, 1, None, "reset")]), Limits()) == []


def test_a_busy_machine_is_no_failure() -> None:
    assert reasons(run(under=slow(0.3), cores=(1.0, 0.5)), Limits()) == []
    assert reasons(run(under=slow(0.3), delay=0.1), Limits()) == []
    assert reasons(run(under=slow(9.0)), WITHOUT_TIMING) == []


def test_the_table_and_the_figures() -> None:
    good, bad = run(), run(under=slow(0.3))
    assert describe(good, Limits()).endswith("held")
    assert describe(bad, Limits()).endswith("/favicon.svg waited 0.30 s")
    assert summary([good, bad], Limits()).endswith("1 of 2 held")
    assert [one["reasons"] for one in as_json([good, bad], Limits())] == [[], ["/favicon.svg waited 0.30 s"]]
