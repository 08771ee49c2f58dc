"""npm packages in `lissome dev`: each render has modules of its own, those of plain JavaScript too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support import http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dev.conftest import DevApp

pytestmark = [pytest.mark.node, pytest.mark.xdist_group("dev")]

ESM = """
import { lookup } from 'node:dns';
import cjs, { keep as named } from 'keeps-cjs';

export const find = (name) => lookup(name);

const kept = [];

export function keep(user) {
	kept.push(user);
	return [kept.join(), cjs.keep(user), cjs.keep === named].join(' ');
}
"""
CJS = """
const deep = require('./lib/deep');
const data = require('./lib/data.json');
const list = require('./lib/list.json');

exports.again = require('./index.js') === module.exports;
const major = Number(process.versions.node.split('.')[0]);
exports.list = [...list, major > 20, typeof process.versions.node].join();
exports.name = typeof __filename + typeof require('./lib/deep').users;
exports.keep = function keep(user) {
	deep.users.push(user);
	data.users.push(user);
	return [deep.users.length, data.users.length].join();
};
"""
PAGE = """<script>
	import { again, keep as keep_cjs, list, name } from 'keeps-cjs';
	import { keep } from 'keeps-esm';
	import { page } from '$app/state';

	const user = page.url.searchParams.get('user');
	const first = keep_cjs(user);
</script>

<p>kept: {first} {keep(user)} {name} {again}</p>
<p>list: {list}</p>
"""


@pytest.fixture(scope="module")
def packages(app: DevApp) -> Iterator[DevApp]:
    write(app, "keeps-esm/package.json", json.dumps({"type": "module", "exports": "./index.js"}))
    write(app, "keeps-esm/index.js", ESM)
    write(app, "keeps-cjs/package.json", json.dumps({"main": "index.js"}))
    write(app, "keeps-cjs/index.js", CJS)
    write(app, "keeps-cjs/lib/deep.js", "exports.users = [];")
    write(app, "keeps-cjs/lib/data.json", '{"users": []}')
    write(app, "keeps-cjs/lib/list.json", "[1, 2]")
    app.write("routes/keeping/+page.svelte", PAGE)
    app.wait_for("/keeping?user=first")
    yield app
    app.remove("routes/keeping")


def write(app: DevApp, file: str, text: str) -> None:
    path = app.root / "node_modules" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_required_json_file_is_its_value_and_node_has_a_version(packages: DevApp) -> None:
    page = http.get(f"{packages.url}/keeping?user=ada").text
    assert "<p>list: 1,2,true,undefined</p>" in page.replace("<!---->", "")


def test_packages_keep_nothing_from_one_render_to_the_next(packages: DevApp) -> None:
    for user in ("mara", "odin", "mara"):
        page = http.get(f"{packages.url}/keeping?user={user}").text.replace("<!---->", "")
        # one instance of each module within a render, however it is imported
        assert f"<p>kept: 1,1 {user} 2,2 true undefinedobject true</p>" in page
