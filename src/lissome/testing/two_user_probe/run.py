"""Running the probe: users send requests in turns, then all at once; answers are searched for canaries."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

import httpx

from lissome.errors import AppError
from lissome.routing.resolve_route import without_groups
from lissome.testing.app import AppUnderTest
from lissome.testing.two_user_probe.addresses import address, find, local_paths
from lissome.testing.two_user_probe.canary import (
    EVERY_REQUEST,
    TEXT_LENGTH,
    USER_NAME,
    Canary,
    CanaryFactory,
    CanaryRegistry,
)
from lissome.testing.two_user_probe.form_fields import FormField, PageContent
from lissome.testing.two_user_probe.input_names import InputNames
from lissome.testing.two_user_probe.login import FormLogin
from lissome.testing.two_user_probe.personal_values import only_theirs, values_of
from lissome.testing.two_user_probe.public_names import PublicNames
from lissome.testing.two_user_probe.report import Leak, ProbeReport, TargetResult, of_crossing, of_finding
from lissome.testing.two_user_probe.targets import ProbePlan, ProbeTarget, extras, make_plan
from lissome.testing.user import User, data_path

SignIn = Callable[[User], Awaitable[None]]

_HTML: Final = MappingProxyType({"accept": "text/html,*/*;q=0.8"})
_ENHANCED: Final = MappingProxyType({"accept": "application/json", "x-sveltekit-action": "true"})
_MAX_LINKS: Final = 3  # addresses of a route that are taken from links


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """See `probe`."""

    sign_in: SignIn | None = None
    shared: frozenset[str] = frozenset()
    public: PublicNames = field(default_factory=lambda: PublicNames.read((), {}))
    params: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 10.0


async def probe(
    app: AppUnderTest,
    routes: Iterable[str] = (),
    *,
    users: int | Sequence[str] = 2,
    sign_in: SignIn | None = None,
    read_only: bool = False,
    shared: Iterable[str] = (),
    public: Iterable[str] = (),
    params: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    rounds: int = 2,
    timeout: float = 10.0,  # noqa: ASYNC109 - of each request, not of the probe
    on_result: Callable[[TargetResult], None] | None = None,
) -> ProbeReport:
    """Send requests to the app's routes as several users, and report what one gets of another.

    Every request carries canaries: values that occur nowhere else, in cookies, headers, the query,
    parameters, form fields and JSON. A canary in an answer to another user, or in the state of the app's
    modules when its request is over, is a leak; so is every finding of the state guard meanwhile.

    Args:
        app: from `open_app`.
        routes: ids (``/users/[id]``) or paths (``/users/7``); none means all.
        users: their number, or their names.
        sign_in: signs a user in; called again when an action has signed them out.
        read_only: send GET requests only. Otherwise every action and endpoint is called, DELETE included.
        shared: ids of routes that take what all users may see; canaries sent to them are not leaks.
        public: what all users may see of each other in any answer: names of inputs (``title``, ``user`` for
            the user's name, ``user.email`` for a value of `locals_for`), or values.
        params: values for parameters that accept no canary, by name.
        values: values for fields of forms and JSON that accept no canary, by name.
        rounds: the number of requests per user and target in turns, and again all at once.
        timeout: seconds that one request may take.
        on_result: called with the result of each target.

    Raises:
        AppError: a route is unknown or cannot be imported, or a user could not sign in.
    """
    _check_imports(app)
    names = InputNames.read(app.root)
    plan = await make_plan(app, names, routes, read_only=read_only)
    options = ProbeOptions(
        sign_in,
        frozenset(map(without_groups, shared)),
        PublicNames.read(public, names.texts),
        params or {},
        values or {},
        timeout,
    )
    run = _ProbeRun(app, names, plan, options)
    await run.begin(users)
    report = ProbeReport(list(run.labels.values()))
    for target in plan.targets:
        result = TargetResult(target.label, target.kind, skipped=run.lost)
        report.targets.append(result)
        await run.probe_target(target, result, rounds)
        if on_result is not None:
            on_result(result)
    await run.revisit_pages(report.targets)
    return report


@dataclass(slots=True)
class _ProbeRun:
    app: AppUnderTest
    names: InputNames
    plan: ProbePlan
    options: ProbeOptions
    users: list[User] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    canaries: CanaryRegistry = field(default_factory=CanaryRegistry)
    lost: str = ""
    _own: dict[str, dict[str, str]] = field(default_factory=dict)
    _signed_in: dict[str, frozenset[str]] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    async def begin(self, users: int | Sequence[str]) -> None:
        """Make the users, give each their own cookies, and sign them in.

        The name of a user who was not given one is a canary.
        """
        many = range(1, users + 1) if isinstance(users, int) else users
        if len(many) < 2:
            raise AppError("a probe needs two users or more: nothing can cross with one")
        for one in many:
            label = f"user {one}" if isinstance(one, int) else one
            factory = CanaryFactory(self.canaries, label, EVERY_REQUEST)
            user = self.app.user(factory.text(USER_NAME) if isinstance(one, int) else one)
            self.users.append(user)
            self.labels[user.name] = label
            # the same for all requests of a user, because they tell the state guard the session
            self._own[user.name] = {
                name: factory.text(f"cookie {name}") for name in [*self.names.cookies, "probe"]
            }
            await self._sign_in(user)
        self._add_personal_values()

    def _add_personal_values(self) -> None:
        """Add what the app is given for one user alone, in place of a login, or in its form."""
        given = {
            self.labels[user.name]: {
                **(values_of(self.app.locals_for(user.name)) if self.app.locals_for else {}),
                **(self.options.sign_in.values(user) if isinstance(self.options.sign_in, FormLogin) else {}),
            }
            for user in self.users
        }
        for label, values in only_theirs(given).items():
            for place, value in values.items():
                if not any(self.canaries.find(value.encode())):  # made from the user's name, which is one
                    self.canaries.add_personal(value, label, f"value {place}")

    async def _sign_in(self, user: User) -> None:
        if self.options.sign_in is not None:
            user.cookies.clear()
            await self.options.sign_in(user)
            for cookie in user.cookies.jar:
                if len(cookie.value or "") >= TEXT_LENGTH and cookie.value != user.name:
                    self.canaries.add(cookie.value or "", self.labels[user.name], f"cookie {cookie.name}")
        self._signed_in[user.name] = frozenset(user.cookies)

    async def revisit_pages(self, results: Sequence[TargetResult]) -> None:
        """Visit the pages once more, since they may show now what forms have saved."""
        if any(not target.is_safe for target in self.plan.targets):
            for target, before in zip(self.plan.targets, results, strict=True):
                if target.kind == "page" and not before.skipped:
                    await self.probe_target(target, before, 1)

    async def probe_target(self, target: ProbeTarget, result: TargetResult, rounds: int) -> None:
        """Send all requests to one target, and add to its result."""
        known = len(self.app.findings)
        for number in range(rounds):
            for user in self.users:
                await self._turn(target, result, [(user, number)])
        at_once = [(user, number) for number in range(rounds) for user in self.users]
        await self._turn(target, result, at_once)
        await self.app.settle()
        for finding in self.app.findings[known:]:
            self._add(
                result, of_finding(finding, target.label), finding.file, str(finding.line), finding.kind
            )
        self._search(result)
        for user in self.users:
            if not self._signed_in[user.name] <= set(user.cookies):
                await self._sign_in_again(user, target)

    async def _sign_in_again(self, user: User, target: ProbeTarget) -> None:
        """Sign in a user whom a form has signed out; it may also have changed the password."""
        try:
            await self._sign_in(user)
        except Exception as failure:  # noqa: BLE001 - of the app, or of the user's script
            self.lost = (
                f"after {target.label} {self.labels[user.name]} cannot sign in any more ({failure}); name "
                "the other routes, as in lissome probe /a /b, or use --read-only"
            )

    async def _turn(self, target: ProbeTarget, result: TargetResult, who: Sequence[tuple[User, int]]) -> None:
        if result.skipped:
            return
        requests = [(user, await self._request(target, user, number)) for user, number in who]
        if any(request is None for _, request in requests):
            result.skipped = _unknown_parameters(target)
            return
        answers = await asyncio.gather(
            *(self._send(user, request) for user, request in requests if request is not None)
        )
        for (user, _), answer in zip(requests, answers, strict=True):
            result.statuses[0 if answer is None else answer.status_code] += 1
            if answer is not None:
                if 400 <= answer.status_code < 500 and "json" in answer.headers.get("content-type", ""):
                    result.refusal = f"{answer.status_code}: {answer.text[:160]}"
                self._check_answer(target, result, user, answer)
                if target.kind == "page":
                    await self._follow(answer)

    # -- making and sending requests ---------------------------------------------------------------------

    async def _request(self, target: ProbeTarget, user: User, number: int) -> httpx.Request | None:
        factory = CanaryFactory(self.canaries, self.labels[user.name], target.label)
        path = await self._path(target, factory, number)
        if path is None:
            return None
        query, headers = extras(self.names, factory)
        query |= self._filled(target.query, factory)
        content: dict[str, Any] = {}
        if target.kind == "page":
            headers.update(_HTML)
        elif target.kind == "data":
            path = data_path(path)
        elif target.kind == "action":
            # in turns, to get both kinds of answers to a form
            headers.update(_HTML if number % 2 else _ENHANCED)
            content["data"] = await self._form(target, user, path, factory)
        elif not target.is_safe:
            fields = self._filled(target.fields, factory) or {"probe": factory.text("body probe")}
            content["data" if target.body == "form" else "json"] = fields
        mark = f"?/{target.action}&" if target.action else "?"
        request = user.build_request(
            target.method, f"{path}{mark}{httpx.QueryParams(query)}", headers=headers, **content
        )
        request.headers["cookie"] = self._cookies(user)
        return request

    async def _path(self, target: ProbeTarget, factory: CanaryFactory, number: int) -> str | None:
        """The path of a request: in turns one that the plan knows, and one with canaries."""
        known = self.plan.paths.get(target.route.id, [])
        if known and number % 2:
            return known[number // 2 % len(known)]
        made = await address(self.app.runtime, target.route, factory, self.options.params)
        return made or (known[number % len(known)] if known else None)

    async def _form(
        self, target: ProbeTarget, user: User, path: str, factory: CanaryFactory
    ) -> dict[str, str]:
        """Fill in the fields that the user's own page shows, and those that the action is known to read."""
        fields = {field.name: field for field in target.fields}
        page = await self._send(user, self._plain(user, path))
        if page is not None and page.status_code == 200:
            forms = PageContent.read(page.text).forms
            for form in forms:
                if form.calls(path, target.action or "default"):
                    fields |= form.fields
                    break
        # the user's name must not change: they have to sign in again
        kept = {name: field.value for name, field in fields.items() if self._names_a_user(field.value)}
        filled = self._filled([field for name, field in fields.items() if name not in kept], factory)
        return filled | kept or {"probe": factory.text("form field probe")}

    def _filled(self, fields: Iterable[FormField], factory: CanaryFactory) -> dict[str, str]:
        return {field.name: self.options.values.get(field.name) or field.fill(factory) for field in fields}

    def _names_a_user(self, text: str) -> bool:
        return any(user.name in text for user in self.users)

    def _plain(self, user: User, path: str) -> httpx.Request:
        request = user.build_request("GET", path, headers=dict(_HTML))
        request.headers["cookie"] = self._cookies(user)
        return request

    def _cookies(self, user: User) -> str:
        cookies = self._own[user.name] | {cookie.name: cookie.value or "" for cookie in user.cookies.jar}
        return "; ".join(f"{name}={value}" for name, value in cookies.items())

    async def _send(self, user: User, request: httpx.Request) -> httpx.Response | None:
        try:
            async with asyncio.timeout(self.options.timeout):
                return await user.send(request, follow_redirects=False)
        except TimeoutError:
            return None

    async def _follow(self, page: httpx.Response) -> None:
        """Add the addresses that a page links to, for routes whose parameters are not known."""
        if page.status_code != 200:
            return
        base = self.app.runtime.manifest.paths.base
        for path in local_paths(base, page.request.url.path, PageContent.read(page.text).links):
            if any(self.canaries.find(path.encode())):
                continue  # an address of this user's own canary is of no use to others
            route = await find(self.app.runtime, path)
            if route is not None and route.params:
                known = self.plan.paths.setdefault(route.id, [])
                if base + path not in known and len(known) < _MAX_LINKS:
                    known.append(base + path)

    # -- searching answers and state ---------------------------------------------------------------------

    def _check_answer(
        self, target: ProbeTarget, result: TargetResult, user: User, answer: httpx.Response
    ) -> None:
        label = self.labels[user.name]
        headers = b"\n".join(b"%b: %b" % pair for pair in answer.headers.raw)
        parts: tuple[tuple[Literal["body", "headers"], bytes], ...] = (
            ("body", answer.content),
            ("headers", headers),
        )
        for where, data in parts:
            for canary in self.canaries.find_in_answer(data):
                if canary.user != label and not self._may_be_seen(canary, target):
                    excerpt = _excerpt(data, canary.value)
                    leak = of_crossing(
                        canary,
                        target=target.label,
                        file=target.file,
                        to=label,
                        where=where,
                        excerpt=excerpt,
                    )
                    self._add(result, leak, target.label, where, canary.spot)

    def _may_be_seen(self, canary: Canary, target: ProbeTarget) -> bool:
        return self._is_shared(canary) or self.options.public.allows(canary, target.route.id)

    def _is_shared(self, canary: Canary) -> bool:
        return not canary.is_of_user and canary.route in self.options.shared

    def _search(self, result: TargetResult) -> None:
        """Search the state of the app's modules for canaries.

        A place that the guard has reported is not reported again, because the guard knows the line better. A
        cache with a bound may hold canaries; if it gives one to the wrong user, that is a crossing.
        """
        known = tuple(finding.place for finding in self.app.findings)
        for kept in self.app.guard.search(self.canaries.find_texts):
            if kept.reason is not None or kept.is_bounded or kept.place.startswith(known):
                continue
            canary = next(iter(self.canaries.find(kept.text.encode())), None)
            if canary is None or self._is_shared(canary):
                continue
            message = (
                f"{canary.spot} of {canary.request} by {canary.user} is still there after the request; "
                "the next request that reads this place gets it too. Keep it in event.locals, or return it "
                "from load. If all users may share it, write above the line that declares the variable: "
                "# lissome: shared -- the reason"
            )
            leak = Leak("kept", result.target, kept.file, kept.line, kept.place, message)
            self._add(result, leak, kept.file, str(kept.line), "kept")

    def _add(self, result: TargetResult, leak: Leak, *key: str) -> None:
        """Add a leak, unless the same line has been reported for another request."""
        if key not in self._seen:
            self._seen.add(key)
            result.leaks.append(leak)


def _check_imports(app: AppUnderTest) -> None:
    """Raise an error if there are routes of which nothing would be known."""
    broken = app.runtime.imports.broken
    if broken:
        raise AppError(f"mend this first: {broken[0].file} cannot be imported: {broken[0].reason}")


def _unknown_parameters(target: ProbeTarget) -> str:
    """Return what to write for a route whose matchers accept no value that the probe can think of."""
    options = " ".join(f"--param {param.name}=…" for param in target.route.params)
    return f"no value was found that its matchers take; give one: {options}"


def _excerpt(data: bytes, value: str) -> str:
    text = data.decode("utf-8", "replace")
    at = text.lower().find(value.lower())
    return " ".join(text[max(at - 40, 0) : at + len(value) + 40].split())
