"""The attacks: each is a route of tests/apps/hostile, whose folder says its kind and its name."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from support.apps import Apps

REPO = Path(__file__).resolve().parents[2]
APP = REPO / "tests" / "apps" / "hostile"
REROUTING = REPO / "bench" / "app" / "rerouting"
"""Added to a copy of `APP` for the attacks on `reroute`. With that hook no request has a route before V8 was
asked, so that no endpoint is answered without V8; that is why `APP` does without."""
_PARAMETER = "[way=hostile]"
_LAYERS = ("src/routes/hostile", "src/routes/innocent")
_MATCHERS = "src/params.js"


@dataclass(frozen=True, slots=True)
class Attack:
    """A hostile request.

    Attributes:
        kind: the folder it lies in: `builtins`, `fatal`, `memory`, `slices`, `jobs`, `runtime` or `doors`.
        path: what is asked for; its default sizes are the hostile ones, `?size=` is another.
        rerouting: whether it needs the app with `REROUTING`.
    """

    kind: str
    name: str
    path: str
    rerouting: bool = False

    @property
    def label(self) -> str:
        return f"{self.kind}/{self.name}"


def find() -> list[Attack]:
    """All attacks, in the order of their labels."""
    found = [*_pages(APP, rerouting=False), *_pages(REROUTING, rerouting=True)]
    return sorted(found, key=lambda attack: attack.label)


def _pages(app: Path, *, rerouting: bool) -> Iterator[Attack]:
    routes = app / "src" / "routes"
    for page in (routes / "hostile").rglob("+page.svelte"):
        route = page.parent.relative_to(routes)
        _, kind, name, *_ = route.parts
        yield Attack(kind, name, "/" + route.as_posix().replace(_PARAMETER, "loop"), rerouting)


def named(attacks: list[Attack], names: tuple[str, ...]) -> list[Attack]:
    """Those whose name, kind or label is one of `names`; all if there are none.

    Raises:
        ValueError: a name that none of them has.
    """
    unknown = [name for name in names if not any(_is_named(attack, name) for attack in attacks)]
    if unknown:
        raise ValueError(f"there is no attack {', '.join(unknown)}; see {APP / 'src' / 'routes' / 'hostile'}")
    return [attack for attack in attacks if not names or any(_is_named(attack, name) for name in names)]


def _is_named(attack: Attack, name: str) -> bool:
    return name in {attack.name, attack.kind, attack.label}


def mount(app: Path) -> Path:
    """Add the hostile and the innocent routes to a copy of another app; returns it.

    Raises:
        FileExistsError: the app has matchers of its own.
    """
    if (app / _MATCHERS).exists():
        raise FileExistsError(f"{app / _MATCHERS} is the app's own, so the attacks' cannot be put there")
    for layer in _LAYERS:
        shutil.copytree(APP / layer, app / layer)
    shutil.copyfile(APP / _MATCHERS, app / _MATCHERS)
    return app


def with_rerouting(folder: Path) -> Path:
    """A copy of the app with `REROUTING`, not built."""
    app = Apps(APP.parent, folder).copy(APP.name, to="rerouting")
    shutil.copytree(REROUTING, app, dirs_exist_ok=True)
    return app
