/** docs/reference/runtime.md says which of Node's builtin modules work. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import { test } from 'node:test';
import { builtin_id, system_builtin } from '../../../vite/ssr/node_builtins.js';
import { a_project } from '../support/project.js';

const page = fs.readFileSync(new URL('../../../docs/reference/runtime.md', import.meta.url), 'utf8');
const rows = page.split("## Node's builtin modules\n")[1].split('\n|').slice(2);
const names_in = (/** @type {string} */ row) =>
	[...row.split('|')[0].matchAll(/`([\w/]+)`/g)].map(([, name]) => name);
const provided = rows.slice(0, -1).flatMap(names_in);

test('the builtin modules that work are listed', () => {
	const needs_system = (/** @type {string} */ name) =>
		system_builtin(builtin_id(name, undefined, a_project()));
	const working = builtinModules.filter((name) => !/^(?:_|node:)|\//.test(name) && !needs_system(name));
	assert.deepEqual(provided.toSorted(), working.toSorted());
	assert.deepEqual(
		names_in(rows.at(-1) ?? '').filter((name) => !needs_system(name)),
		[]
	);
});
