"""What pages with packages have otherwise in dev than in production, besides what all pages have."""

from __future__ import annotations

import re
from dataclasses import replace

from conformance import development
from conformance.wire import Answer

MADE_EQUAL_IN_DEV = {
    "styles": "dev writes those of all modules that a page imports, the build leaves some out",
    "links to preload files": "nothing is built that could be preloaded",
    "comments": "Svelte writes more of them in dev",
    "classes of scoped styles": "Svelte gives them to more elements in dev",
    "addresses of files": "Vite serves them where they are; their names are compared",
    "functions as text": "a package or a page may write the text of a function, which is compiled otherwise",
}
"""What is made equal in dev, besides what the conformance suite makes equal there."""

_LEFT_OUT = re.compile(
    rb'<!--.*?-->|<link rel="preload"[^>]*>|<style.*?</style>|\n?\{styles\}'
    rb"|(?<=<script>)(?:(?!</script>|__sveltekit_).)*(?=</script>)",
    re.DOTALL,
)
_SCOPED = re.compile(rb' class="svelte-[a-z0-9]+"|(?<=") ?svelte-[a-z0-9]+ | svelte-[a-z0-9]+(?=[" ])')
_FILE = re.compile(
    rb"(?<=[\" ])(?:\./|/)(?:src|node_modules|@fs)/[^\" ]*?([\w-]+)\.(\w+)(?:\?[^\" ]*)?(?=[\" ])"
)
_BUILT_FILE = re.compile(rb"(?<=[\" ])(?:\./|/)_app/immutable/assets/([\w-]+)\.\{hash\}\.(\w+)(?=[\" ])")
_IMAGE = re.compile(rb"/@imagetools/[0-9a-f]+|\{[\w-]+\.(?:avif|webp|jpg|png)\}")
_FUNCTION = re.compile(rb'="[^"]*(?:=>|\barguments\.length\b)[^"]*"')


def as_in_dev(answer: Answer) -> Answer:
    """Return a normalised answer, of production or of dev, without what dev changes."""
    answer = development.as_in_dev(answer)
    body = _SCOPED.sub(b"", _LEFT_OUT.sub(b"", answer.body))
    body = _FILE.sub(rb"{\1.\2}", _BUILT_FILE.sub(rb"{\1.\2}", body))
    if b"/@imagetools/" in answer.body or b".avif}" in body:
        body = _IMAGE.sub(b"{image}", body)
    return replace(answer, body=_FUNCTION.sub(b'="{function}"', body))
