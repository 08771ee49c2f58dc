"""The pages, by group; those of a group are built together."""

from __future__ import annotations

from collections.abc import Mapping

from ecosystem.page import Page
from ecosystem.pages import application, charts, content, forms, interface, language, platform, services

GROUPS: Mapping[str, tuple[Page, ...]] = {
    "interface": interface.PAGES,
    "charts": charts.PAGES,
    "content": content.PAGES,
    "services": services.PAGES,
    "forms": forms.PAGES,
    "language": language.PAGES,
    "platform": platform.PAGES,
    "application": application.PAGES,
}
