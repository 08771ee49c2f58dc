"""The first page, without a server or a browser."""

from lissome.testing import AppUnderTest


async def test_strangers_are_greeted(lissome_app: AppUnderTest) -> None:
    page = await lissome_app.user("ann").page("/")
    assert page.status == 200
    assert "Hello, stranger!" in page.text


async def test_a_name_is_remembered(lissome_app: AppUnderTest) -> None:
    ann = lissome_app.user("ann")
    assert "Hello, Ann!" in (await ann.submit("/", {"name": "Ann"})).text
    assert "Hello, Ann!" in (await ann.page("/")).text
    assert "Hello, stranger!" in (await lissome_app.user("ben").page("/")).text


async def test_a_name_is_asked_for(lissome_app: AppUnderTest) -> None:
    refused = await lissome_app.user("ann").post_action("/", {"name": "  "})
    assert (refused.type, refused.status) == ("failure", 400)
    assert list(refused.data["errors"]) == ["name"]


async def test_health(lissome_app: AppUnderTest) -> None:
    answer = await lissome_app.user("probe").get("/health")
    assert answer.json() == {"status": "ok"}
