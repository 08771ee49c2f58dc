"""SvelteKit's `$types`, with the types of Python modules."""

from __future__ import annotations

from lissome.typescript.kit_types import with_actions, with_endpoint, with_load

# The lines that matter of what kit 3.2.0 writes for a page with a Python load and actions.
KITS = """\
export type ActionData = unknown;
export type PageServerData = null;
export type PageData = Expand<PageParentData>;
export type LayoutServerData = null;
export type LayoutData = Expand<LayoutParentData>;
"""


def lines(text: str) -> dict[str, str]:
    return dict(
        line.removeprefix("export type ").split(" = ", 1) for line in text.splitlines() if " = " in line
    )


def test_the_data_of_a_load_is_what_the_declarations_say() -> None:
    before, after = lines(KITS), lines(with_load(KITS, "Page"))
    assert "typeof import('./+page.server.js').load" in after["PageServerData"]
    assert after["PageData"] == (
        "Expand<Omit<PageParentData, keyof PageServerData> & EnsureDefined<PageServerData>>;"
    )
    others = ("ActionData", "LayoutServerData", "LayoutData")
    assert [after[name] for name in others] == [before[name] for name in others]


def test_a_layout_is_another_type() -> None:
    after = lines(with_load(KITS, "Layout"))
    assert "typeof import('./+layout.server.js').load" in after["LayoutServerData"]
    assert after["PageServerData"] == "null;"


def test_a_universal_load_keeps_its_own_type() -> None:
    text = KITS.replace("Expand<PageParentData>", "Expand<Omit<PageParentData, keyof X> & X>")
    assert "Expand<Omit<PageParentData, keyof X> & X>" in with_load(text, "Page")


def test_actions_and_endpoints() -> None:
    assert lines(with_actions(KITS))["ActionData"] == "Expand<Kit.AwaitedActions<PythonActions>> | null;"
    assert "export type SubmitFunction" in with_actions(KITS)
    assert with_endpoint("x").endswith("export type EndpointData = import('./+server.js').EndpointData;\n")
