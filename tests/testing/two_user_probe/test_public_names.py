"""What users are meant to see of each other."""

from __future__ import annotations

import pytest

from lissome.testing.two_user_probe.canary import EVERY_REQUEST, USER_NAME, Canary
from lissome.testing.two_user_probe.public_names import PublicNames

TITLE = Canary("zq1", "ann", "POST /blog?/create", "form field title")
NAME = Canary("zq2", "ann", EVERY_REQUEST, USER_NAME)


@pytest.mark.parametrize("given", ["title", "form field title", "zq1"])
def test_options_count_everywhere(given: str) -> None:
    public = PublicNames.read([given], {})
    assert public.allows(TITLE, "/anywhere")
    assert not public.allows(NAME, "/anywhere")


@pytest.mark.parametrize(
    ("file", "routes"),
    [
        ("src/routes/blog/+page.server.py", {"/blog"}),
        ("src/routes/blog/+server.py", {"/blog"}),
        ("src/routes/blog/+layout.server.py", {"/blog", "/blog/[slug]"}),
        ("src/routes/+page.server.py", {"/"}),
        ("src/routes/+layout.server.py", {"/", "/blog", "/blog/[slug]", "/blogs"}),
        ("src/lib/server/posts.py", {"/", "/blog", "/blog/[slug]", "/blogs"}),
    ],
)
def test_comments_count_where_they_stand(file: str, routes: set[str]) -> None:
    public = PublicNames.read([], {file: "x = 1\n  # lissome: public user, title -- readers see authors\n"})
    seen = {route for route in ("/", "/blog", "/blog/[slug]", "/blogs") if public.allows(NAME, route)}
    assert seen == routes
    assert {route for route in seen if public.allows(TITLE, route)} == routes


@pytest.mark.parametrize(
    "comment", ["# lissome: public user", "# lissome: public user --", "lissome: public user -- x"]
)
def test_a_comment_needs_its_reason(comment: str) -> None:
    assert not PublicNames.read([], {"src/lib/a.py": comment}).allows(NAME, "/")
