"""Apps that the probe asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lissome.testing import AppUnderTest, open_app


@pytest.fixture
async def leaky(built_app: Callable[[str], Path]) -> AsyncIterator[AppUnderTest]:
    async with open_app(built_app("leaky")) as app:
        yield app


@pytest.fixture
async def basics(built_app: Callable[[str], Path]) -> AsyncIterator[AppUnderTest]:
    async with open_app(built_app("basics")) as app:
        yield app


@pytest.fixture
async def with_login(small_leaky_app: Path) -> AsyncIterator[AppUnderTest]:
    """An app that is quicker to open than the leaky one; its login is /default-action."""
    async with open_app(small_leaky_app) as app:
        yield app
