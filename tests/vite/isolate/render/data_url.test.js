/** What a fetch of a data URL answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer_of_data_url } from '../../../../vite/isolate/render/data_url.js';

for (const [url, expected] of Object.entries({
	'data:,x': 'text/plain;charset=US-ASCII',
	'data:%20,x': 'text/plain;charset=US-ASCII',
	'data: ,x': 'text/plain;charset=US-ASCII',
	'data:nonsense,x': 'text/plain;charset=US-ASCII',
	'data:;charset=utf-8,x': 'text/plain;charset=utf-8',
	'data:a/b;x=y,z': 'a/b;x=y',
	'data:image/svg+xml,x': 'image/svg+xml'
})) {
	test(`the type of ${url}`, () => {
		assert.deepEqual(answer_of_data_url(url).headers, [['content-type', expected]]);
	});
}
