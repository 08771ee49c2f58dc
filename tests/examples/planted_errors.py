"""Mistakes over the border between Python and Svelte, planted into the demo, one edit each."""

from __future__ import annotations

from typing import Final, NamedTuple


class Planted(NamedTuple):
    """An edit, and where it is noticed.

    Attributes:
        file: below src, in which the text `before` becomes `after`.
        says: part of what svelte-check says.
        noticed: the files in which, and part of the lines at which; the edit's own line if there are none.
    """

    file: str
    before: str
    after: str
    says: str
    noticed: tuple[tuple[str, str], ...] = ()


USERS: Final = "routes/users/+page.svelte"
USER: Final = "routes/users/[id]/+page.svelte"
NEW: Final = "routes/users/new/+page.svelte"
DASHBOARD: Final = "routes/(app)/dashboard/+page.svelte"
SETTINGS: Final = "routes/(app)/settings/+page.svelte"
LOGIN: Final = "routes/login/+page.svelte"
ROOT: Final = "routes/+layout.svelte"

PLANTED: Final = (
    # fields of a load's data
    Planted(USERS, "data.users.total, 'person m", "data.users.totals, 'person m", "totals"),
    Planted(USERS, "data.filters.q || data", "data.filter.q || data", "filter"),
    Planted(USERS, "{#if data.may_add}", "{#if data.mayAdd}", "mayAdd"),
    Planted(USERS, "value={data.filters.q}", "value={data.filters.query}", "query"),
    Planted(USER, "mailto:{person.email}", "mailto:{person.mail}", "mail"),
    Planted(USER, "{#if data.may_edit}", "{#if data.may_edits}", "may_edits"),
    Planted(USER, "roles={data.roles}", "roles={data.teams}", "not assignable to type 'Role[]'"),
    Planted(NEW, "teams={data.teams}", "teams={data.roles[0]}", "not assignable to type 'string[]'"),
    Planted(DASHBOARD, "stats.active_this_week /", "stats.active /", "active"),
    # what they are: dates, numbers, choices, null
    Planted(USER, "formatFullDay(person.created_at)", "person.created_at.trim()", "trim"),
    Planted(USER, ": 'Never'", ": person.last_seen_at.getTime()", "null"),
    Planted(DASHBOARD, "- stats.events_last_week", "- stats.days", "arithmetic"),
    Planted(DASHBOARD, "data.user?.name", "data.user.name", "possibly 'null'"),
    Planted(DASHBOARD, "stats.joined_this_month > 0", "stats.joined_this_month === 'none'", "no overlap"),
    Planted(DASHBOARD, 'note="{share} % of everybody"', "note={stats.people}", "to type 'string'"),
    # streamed values without await
    Planted(DASHBOARD, "Recent activity</h2>", "{data.recent_activity.length}</h2>", "length"),
    Planted(DASHBOARD, "<ActivityList {lines}", "<ActivityList lines={data.recent_activity}", "Promise"),
    # results of actions
    Planted(SETTINGS, "errors?.current_password", "errors?.currentPassword", "currentPassword"),
    Planted(SETTINGS, "form?.values?.[name]", "form?.value?.[name]", "value"),
    Planted(LOGIN, "form?.message", "form?.problem", "problem"),
    Planted(LOGIN, "form?.values?.email", "form?.values?.password", "password"),
    Planted(NEW, "roles={data.roles}", "roles={data.rolls}", "rolls"),
    # parameters
    Planted(
        USER,
        "let { data, form }: PageProps = $props();",
        "let { data, form, params }: PageProps = $props(); params.slug;",
        "slug",
    ),
    Planted(NEW, "{form} submit", "form={data} submit", "in common"),
    # stale renames: Python has changed, the components have not
    Planted(
        "routes/login/+page.server.py",
        "demo_password: str",
        "demo_secret: str",
        "demo_password",
        ((LOGIN, "password = data.demo_password"), (LOGIN, "<code>{data.demo_password}")),
    ),
    Planted(
        "lib/server/flash.py",
        "    message: str",
        "    text: str",
        "message",
        ((ROOT, "<Toast flash={data.flash}"),),
    ),
    Planted(
        "lib/server/services/user_service.py",
        "    pages: int",
        "    page_count: int",
        "pages",
        ((USERS, "pages={data.users.pages}"),),
    ),
    Planted(
        "lib/server/views.py",
        'Density = Literal["comfortable", "compact"]',
        'Density = Literal["roomy", "compact"]',
        "roomy",
        ((ROOT, "new Preferences("), (ROOT, "preferences.take(")),
    ),
    Planted(
        "routes/(app)/settings/+page.server.py",
        "    team: str",
        "    group: str",
        "team",
        ((SETTINGS, "data.profile[name]"),),
    ),
    Planted(
        "routes/+layout.server.py",
        "    role: Role",
        "    rank: Role",
        "Conversion of type",
        (
            ("routes/(app)/+layout.svelte", "data.user as Me"),
            ("routes/users/+layout.svelte", "data.user as Me"),
        ),
    ),
)
