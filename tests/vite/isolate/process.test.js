/** A render's `process`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create_process } from '../../../vite/isolate/process.js';

test('libraries can wrap methods, though renders share the class', () => {
	const process = create_process({ console });
	Object.freeze(Object.getPrototypeOf(process));
	const { cwd } = process;
	process.cwd = () => `${cwd()}app`;
	assert.equal(process.cwd(), '/app');
	assert.equal(create_process({ console }).cwd(), '/');
});

test('node:process warns like the global process', () => {
	/** @type {string[]} */
	const said = [];
	const process = create_process({ console: { warn: (/** @type {string} */ text) => said.push(text) } });
	const copy = Object.create(Object.getPrototypeOf(process), Object.getOwnPropertyDescriptors(process));
	copy.emitWarning('old');
	assert.deepEqual(said, ['old']);
});

test('what is written to stdout and stderr goes to the console', () => {
	/** @type {string[]} */
	const said = [];
	const console = {
		log: (/** @type {string} */ text) => said.push(`log ${text}`),
		error: (/** @type {string} */ text) => said.push(`error ${text}`)
	};
	const { stdout, stderr } = create_process({ console });
	assert.equal(stdout.write('one\n'), true);
	stderr.write(new TextEncoder().encode('two\n\n'));
	assert.deepEqual(said, ['log one', 'error two\n']);
	assert.deepEqual([stdout.fd, stderr.fd], [1, 2]);
});
