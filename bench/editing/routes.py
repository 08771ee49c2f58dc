"""An app of 300 routes, made by rule: the same files each time, for lissome and for SvelteKit.

Ten areas of six groups of five pages, with a layout at each level. Each page shows two panels, a panel two
blocks, a block two leaves; so an edit of a leaf is three levels below the page. Of the pages, some use
carbon-components-svelte, shiki or echarts, six all three; every third of the others has a universal load.
What is the same for all pages (`bench/app/routes`) is written by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

AREAS, GROUPS, PAGES = 10, 6, 5
LEAVES, BLOCKS, PANELS = 40, 40, 40

# Exactly these, so that figures of different days are of the same code.
LIBRARIES: Final = MappingProxyType(
    {"carbon-components-svelte": "0.112.1", "echarts": "6.1.0", "shiki": "4.6.0"}
)

COMPONENTS: Final = Path("src", "lib", "components")


@dataclass(frozen=True, slots=True)
class Page:
    """A route of the app.

    Attributes:
        number: from 0, in the order of the addresses.
        address: for example ``/area-1/group-2/page-3``.
    """

    number: int
    address: str

    @property
    def folder(self) -> Path:
        """Its folder, relative to the app."""
        return Path("src", "routes", *self.address.strip("/").split("/"))

    @property
    def libraries(self) -> tuple[str, ...]:
        """The components of `bench/app/routes` that it uses, by name."""
        if self.number % 50 == 49:
            return ("Carbon", "Code", "Chart")
        return {0: ("Carbon",), 5: ("Code",), 15: ("Chart",)}.get(self.number % 20, ())

    @property
    def has_load(self) -> bool:
        """Whether it has a universal load."""
        return self.number % 3 == 0

    @property
    def panels(self) -> tuple[int, int]:
        """The numbers of the panels that it shows."""
        return self.number % PANELS, (self.number * 7 + 3) % PANELS


def pages() -> list[Page]:
    """All routes."""
    addresses = (
        f"/area-{area}/group-{group}/page-{page}"
        for area in range(1, AREAS + 1)
        for group in range(1, GROUPS + 1)
        for page in range(1, PAGES + 1)
    )
    return [Page(number, address) for number, address in enumerate(addresses)]


def blocks_of(panel: int) -> tuple[int, int]:
    """The blocks in a panel."""
    return panel % BLOCKS, (panel * 3 + 1) % BLOCKS


def leaves_of(block: int) -> tuple[int, int]:
    """The leaves in a block."""
    return block % LEAVES, (block * 5 + 2) % LEAVES


def leaf_below(page: Page) -> Path:
    """A leaf that the page shows, three levels down; relative to the app."""
    block = blocks_of(page.panels[0])[0]
    return COMPONENTS / f"Leaf{leaves_of(block)[0]}.svelte"


def generate(app: Path) -> None:
    """Write the generated files into the folder `app`."""
    for name, text in files():
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        (app / name).write_text(text)


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file: its name relative to the app, and its text."""
    yield from _components()
    routes = Path("src", "routes")
    areas = [f"area-{area}" for area in range(1, AREAS + 1)]
    yield routes / "+layout.svelte", _layout("Three hundred routes", [f"/{area}" for area in areas])
    for area in areas:
        groups = [f"/{area}/group-{group}" for group in range(1, GROUPS + 1)]
        yield routes / area / "+layout.svelte", _layout(area, groups)
        for group in groups:
            links = [f"{group}/page-{page}" for page in range(1, PAGES + 1)]
            yield routes / group.strip("/") / "+layout.svelte", _layout(group, links)
    for page in pages():
        yield page.folder / "+page.svelte", _page(page)
        if page.has_load:
            yield page.folder / "+page.js", _load(page)


def _components() -> Iterator[tuple[Path, str]]:
    for number in range(LEAVES):
        yield COMPONENTS / f"Leaf{number}.svelte", _leaf(number)
    for number in range(BLOCKS):
        yield COMPONENTS / f"Block{number}.svelte", _shell("block", "Leaf", number, leaves_of(number))
    for number in range(PANELS):
        yield COMPONENTS / f"Panel{number}.svelte", _shell("panel", "Block", number, blocks_of(number))


def _leaf(number: int) -> str:
    return f"""<script>
	let {{ value, unit = 'units' }} = $props();

	const share = $derived(Math.round((value * {number + 3}) % 100));
</script>

<p class="leaf">
	<strong>Leaf {number}</strong>
	{{#if share > 50}}<em>{{share}} % of {{unit}}</em>{{:else}}<span>{{share}} % of {{unit}}</span>{{/if}}
</p>

<style>
	.leaf {{
		display: flex;
		gap: 0.5rem;
		padding: {number % 7}px;
		color: hsl({number * 9 % 360} 40% 30%);
	}}
</style>
"""


def _shell(kind: str, inner: str, number: int, inside: tuple[int, int]) -> str:
    """A component around two others."""
    first, second = inside
    return f"""<script>
	import First from './{inner}{first}.svelte';
	import Second from './{inner}{second}.svelte';

	let {{ value }} = $props();
	let open = $state(true);

	const parts = $derived(Array.from({{ length: {number % 3 + 2} }}, (_, index) => value + index));
</script>

<section class="{kind}">
	<button onclick={{() => (open = !open)}}>{kind.title()} {number}</button>
	{{#if open}}
		<First value={{value + {number}}} />
		<ul>{{#each parts as part (part)}}<li>{{part}}</li>{{/each}}</ul>
		<Second value={{value * 2}} />
	{{/if}}
</section>

<style>
	.{kind} {{
		display: grid;
		gap: {number % 5 + 4}px;
		border: 1px solid hsl({number * 7 % 360} 30% 80%);
	}}
	li {{
		padding-inline: {number % 4}px;
	}}
</style>
"""


def _layout(title: str, links: list[str]) -> str:
    listed = ", ".join(f"'{link}'" for link in links)
    return f"""<script>
	import {{ page }} from '$app/state';

	let {{ children }} = $props();

	const LINKS = [{listed}];
</script>

<nav aria-label="{title}">
	{{#each LINKS as link (link)}}
		<a href={{link}} aria-current={{page.url.pathname.startsWith(link) ? 'true' : undefined}}>{{link}}</a>
	{{/each}}
</nav>
{{@render children()}}

<style>
	nav {{
		display: flex;
		flex-wrap: wrap;
		gap: 0.75rem;
	}}
	[aria-current] {{
		font-weight: 600;
	}}
</style>
"""


def _page(page: Page) -> str:
    panels = [(f"Panel{number}", number) for number in dict.fromkeys(page.panels)]
    imports = [f"	import {name} from '#lib/components/{name}.svelte';" for name, _ in panels]
    imports += [f"	import {name} from '#lib/{name}.svelte';" for name in page.libraries]
    shown = [f"	<{name} value={{{number} + offset}} />" for name, number in panels]
    shown += [f"	<{name} number={{{page.number} + offset}} />" for name in page.libraries]
    data = "let { data } = $props();\n\n\tconst offset = $derived(data.offset);"
    script = "\n".join([*imports, "", f"	{data if page.has_load else 'const offset = 0;'}"])
    body = "\n".join(shown)
    return f"""<script>
{script}
</script>

<svelte:head><title>Page {page.number}</title></svelte:head>

<main>
	<h1>Page {page.number}</h1>
{body}
</main>

<style>
	main {{
		display: grid;
		gap: 1rem;
		padding: {page.number % 9}px;
	}}
</style>
"""


def _load(page: Page) -> str:
    return f"""export function load({{ url }}) {{
	return {{ offset: {page.number % 11}, address: url.pathname }};
}}
"""
