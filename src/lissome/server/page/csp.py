"""Content Security Policy headers for pages. Pure, but for the nonce.

Source of the rules: SvelteKit 3.2, `runtime/server/page/csp.js`;
https://svelte.dev/docs/kit/configuration#csp
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lissome.manifest import CspConfig

_QUOTED = frozenset(
    (
        *("self", "unsafe-eval", "unsafe-hashes", "unsafe-inline", "none", "strict-dynamic", "report-sample"),
        *("report-sha256", "report-sha384", "report-sha512", "wasm-unsafe-eval", "script"),
    )
)
_CRYPTO = re.compile(r"(?:nonce|sha\d\d\d)-")
# sha256 of "/* empty */", which Svelte's transitions put into style elements.
_EMPTY_COMMENT = "sha256-9OlNO0DNEeaVzHL4RZwCLsBHA8WBQ8toBp/4F5XV2nc="


def _given(directive: Any) -> bool:
    """True if a directive is configured; one without sources allows nothing, and counts."""
    return directive is not None and directive is not False


def _restricts_scripts(directive: Any) -> bool:
    return _given(directive) and ("unsafe-inline" not in directive or "strict-dynamic" in directive)


def _restricts_styles(directive: Any) -> bool:
    return _given(directive) and "unsafe-inline" not in directive


@dataclass(frozen=True, slots=True)
class Policy:
    """One set of directives, and which of them inline scripts and styles need a source in."""

    directives: Mapping[str, Any]
    script_keys: tuple[str, ...]
    style_keys: tuple[str, ...]

    @staticmethod
    def of(directives: Mapping[str, Any]) -> Policy:
        """Work out what the directives ask for."""
        default = directives.get("default-src")
        scripts = [
            key
            for key, value in (
                ("script-src", directives.get("script-src", default)),
                ("script-src-elem", directives.get("script-src-elem")),
            )
            if _restricts_scripts(value)
        ]
        styles = [
            key
            for key, value in (
                ("style-src", directives.get("style-src", default)),
                ("style-src-attr", directives.get("style-src-attr")),
                ("style-src-elem", directives.get("style-src-elem")),
            )
            if _restricts_styles(value)
        ]
        return Policy(directives, tuple(scripts), tuple(styles))

    def header(self, scripts: list[str], styles: list[str], *, meta: bool = False) -> str:
        """Return the policy with the sources of this response's inline scripts and styles."""
        merged = dict(self.directives)
        for key in self.style_keys:
            self._add(merged, key, self._style_sources(key, styles))
        for key in self.script_keys:
            self._add(merged, key, scripts)
        ignored_in_meta = ("frame-ancestors", "report-uri", "sandbox") if meta else ()
        return "; ".join(
            _directive(key, value)
            for key, value in merged.items()
            if _given(value) and key not in ignored_in_meta
        )

    def _style_sources(self, key: str, styles: list[str]) -> list[str]:
        if key != "style-src-elem" or not styles:
            return styles
        known = _EMPTY_COMMENT in self.directives["style-src-elem"]
        return [*([] if known else [_EMPTY_COMMENT]), *(s for s in styles if s != _EMPTY_COMMENT)]

    def _add(self, merged: dict[str, Any], key: str, sources: list[str]) -> None:
        if sources:
            inherited = merged.get("default-src") if key in ("script-src", "style-src") else None
            merged[key] = [*(merged.get(key, inherited) or ()), *dict.fromkeys(sources)]


def _directive(key: str, value: Any) -> str:
    sources = [
        f"'{source}'" if source in _QUOTED or _CRYPTO.match(source) else source
        for source in (value if isinstance(value, list) else [])
    ]
    return " ".join([key, *sources])


@dataclass(frozen=True, slots=True)
class CspRules:
    """The app's CSP, worked out once at start.

    Attributes:
        for_scripts, for_styles: inline ones need a nonce or a hash.

    Raises:
        ValueError: `reportOnly` has no place to report to.
    """

    enforced: Policy
    report_only: Policy
    mode: str
    for_scripts: bool
    for_styles: bool

    @staticmethod
    def of(config: CspConfig) -> CspRules | None:
        """Return the rules of kit's configuration; None if it has no directives."""
        report = config.reportOnly
        if any(report.values()) and not (report.get("report-to") or report.get("report-uri")):
            msg = "csp.reportOnly needs report-uri or report-to (or both); without them it does nothing"
            raise ValueError(msg)
        enforced, report_only = Policy.of(config.directives), Policy.of(report)
        if not enforced.directives and not report_only.directives:
            return None
        return CspRules(
            enforced,
            report_only,
            config.mode,
            for_scripts=bool(enforced.script_keys or report_only.script_keys),
            for_styles=bool(enforced.style_keys or report_only.style_keys),
        )


@dataclass(slots=True)
class Csp:
    """The CSP of one response: collects sources, then makes the headers."""

    rules: CspRules
    hashes: bool = False
    nonce: str = ""
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    @staticmethod
    def begin(rules: CspRules, *, prerender: bool = False) -> Csp:
        """Begin a response; make its nonce."""
        hashes = rules.mode == "hash" or (rules.mode == "auto" and prerender)
        # with hashes too: src/app.html may ask for it by %sveltekit.nonce%
        return Csp(rules, hashes, base64.b64encode(secrets.token_bytes(16)).decode())

    @property
    def script_attribute(self) -> str:
        """`` nonce="…"`` for inline scripts, or nothing."""
        return f' nonce="{self.nonce}"' if self.rules.for_scripts and not self.hashes else ""

    @property
    def style_attribute(self) -> str:
        """`` nonce="…"`` for inline styles, or nothing."""
        return f' nonce="{self.nonce}"' if self.rules.for_styles and not self.hashes else ""

    def add_script(self, content: bytes) -> None:
        """Note that the page has an inline script with this text."""
        if self.rules.for_scripts:
            self.scripts.append(self._source(content))

    def add_style(self, content: bytes) -> None:
        """Note that the page has an inline style with this text."""
        if self.rules.for_styles:
            self.styles.append(self._source(content))

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the response headers."""
        found = []
        for name, policy in (
            (b"content-security-policy", self.rules.enforced),
            (b"content-security-policy-report-only", self.rules.report_only),
        ):
            value = policy.header(self.scripts, self.styles)
            if value:
                found.append((name, value.encode("latin-1")))
        return found

    def _source(self, content: bytes) -> str:
        if not self.hashes:
            return f"nonce-{self.nonce}"
        return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
