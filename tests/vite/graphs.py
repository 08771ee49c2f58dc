"""Random graphs of ES modules: with cycles, top-level await, `export *`, and modules that throw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


@dataclass
class Graph:
    """What tests/js/modules.js takes: files by path, and what to import, one group after the other."""

    files: dict[str, str]
    entries: list[list[str]]


def random_graph(random: Random, *, at_once: bool = False) -> Graph:
    """A graph of two to eight modules, of which some import each other.

    Args:
        random: decides everything.
        at_once: two modules are imported at the same time, not one after the other.
    """
    count = random.randint(2, 8)
    names = [f"m{number}" for number in range(count)]
    awaiting = random.choice([0, 0.3, 0.6])
    density = random.choice([0.15, 0.3, 0.5])
    # of two errors that come at once, it depends on Node's reading of files which comes first
    failing = random.choice(names) if random.random() < 0.25 else None
    files = {}
    for name in names:
        imported = [other for other in names if random.random() < density]
        random.shuffle(imported)
        files[f"{name}.mjs"] = _module(random, name, imported, awaiting, fails=name == failing)
    first, second = random.sample(names, 2)
    entries = [f"{first}.mjs", f"{second}.mjs"]
    return Graph(files, [entries] if at_once else [[entry] for entry in entries])


def _module(random: Random, name: str, imported: list[str], awaiting: float, *, fails: bool) -> str:
    lines = [_import(random, other) for other in imported]
    lines.insert(random.randint(0, len(lines)), f"note('{name} begins');")
    # hoisted, so importers in a cycle may call them before the module has run
    lines.append(f"export function call_{name}() {{ return '{name}'; }}")
    lines.append(f"export var value_{name} = call_{name}();")
    lines.append(
        "export default 1;" if random.random() < 0.5 else f"var twice; export {{ twice as '{name} twice' }};"
    )
    lines.extend(f"note('{name} calls', star_{other}.call_{other}());" for other in imported)
    lines.extend(f"note('{name} reads', star_{other}.value_{other});" for other in imported)
    if random.random() < awaiting:
        lines.append(f"await ticks({random.randint(0, 5)}); note('{name} goes on'); value_{name} += '!';")
    if fails:
        lines.append(f"throw new Error('{name} fails');")
    lines.append(f"note('{name} ends');")
    return "\n".join(lines)


def _import(random: Random, other: str) -> str:
    line = f"import * as star_{other} from './{other}.mjs';"
    if random.random() < 0.4:
        line += f"\nexport * from './{other}.mjs';"
    return line
