"""What every page owes its readers: room on a phone, in both themes, and a structure that can be heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from support.console import Console
from support.long import sampled
from support.workspace import BROKEN_PAGES, MEMBERS_PAGES, PUBLIC_PAGES, Person, Workspace

if TYPE_CHECKING:
    from browser.conftest import Visit

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE = {"width": 360, "height": 740}

# Elements that reach out of the window at the right, unless a parent scrolls them.
OVERFLOW = """() => {
	const { scrollWidth, clientWidth } = document.documentElement;
	return scrollWidth <= clientWidth ? [] : [...document.querySelectorAll('body *')]
		.filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
		.map((element) => element.outerHTML.slice(0, 120));
}"""

DARK = """async () => {
	await Promise.all(document.getAnimations().map((animation) => animation.finished)); // colours fade
	const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	pixel.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
	pixel.fillRect(0, 0, 1, 1);
	const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
	return red + green + blue < 384;
}"""

ACCESSIBILITY = """() => {
	const problems = [];
	const expect = (fine, problem) => { if (!fine) problems.push(problem); };
	const all = (selector) => [...document.querySelectorAll(selector)];
	const name = (element) =>
		(element.getAttribute('aria-label') ?? element.textContent + (element.title ?? '')).trim();

	expect(document.documentElement.lang === 'en', 'no lang');
	expect(document.title.trim(), 'no title');
	expect(all('h1').length === 1, `${all('h1').length} h1`);
	expect(all('main').length === 1, `${all('main').length} main`);
	const ids = all('[id]').map((element) => element.id);
	for (const id of new Set(ids)) expect(ids.filter((other) => other === id).length === 1, `two #${id}`);
	for (const reference of all('[aria-describedby], [aria-labelledby]')) {
		const list = reference.getAttribute('aria-describedby') ?? reference.getAttribute('aria-labelledby');
		for (const id of list.split(' ')) expect(ids.includes(id), `no #${id}`);
	}
	for (const field of all('input:not([type=hidden]):not([hidden]), select, textarea'))
		expect(field.labels.length || field.ariaLabel, `no label: ${field.outerHTML}`);
	for (const control of all('a, button')) expect(name(control), `no name: ${control.outerHTML}`);
	for (const image of all('img')) expect(image.hasAttribute('alt'), `no alt: ${image.outerHTML}`);
	return problems;
}"""


@pytest.fixture(params=sampled([*BROKEN_PAGES, *PUBLIC_PAGES, *MEMBERS_PAGES], 3))
def path(request: pytest.FixtureRequest, console: Console) -> Iterator[str]:
    """Each page in turn; the broken ones alone make Chromium say something."""
    path: str = request.param
    yield path
    assert console.take_statuses() == ([BROKEN_PAGES[path]] if path in BROKEN_PAGES else [])


@pytest.fixture
def person(workspace: Workspace, path: str) -> Person | None:
    """Whoever visits the page: an admin sees most."""
    return None if path in PUBLIC_PAGES else workspace.add_person("admin")


def test_page_fits_a_phone_and_can_be_heard(visit: Visit, path: str, person: Person | None) -> None:
    page = visit(path, person, viewport=PHONE, has_touch=True, is_mobile=True)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert page.evaluate(DARK) == (theme == "dark")
        assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(ACCESSIBILITY) == []


def test_the_first_tab_skips_the_navigation(visit: Visit, workspace: Workspace) -> None:
    page = visit("/users", workspace.add_person("member"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
