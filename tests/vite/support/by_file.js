// A reporter of Node's test runner: for each file of tests how many have passed, and what the others say, as JSON.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { REPO } from './files.js';

/** @typedef {{ passed: number, failures: string[] }} Result */

/**
 * @param {AsyncIterable<import('node:test/reporters').TestEvent>} events
 * @yields {string}
 */
export default async function* by_file(events) {
	const files = process.argv.filter((argument) => argument.endsWith('.test.js'));
	/** @type {Record<string, Result>} */
	const results = Object.fromEntries(files.map((file) => [file, { passed: 0, failures: [] }]));
	for await (const { type, data } of events) {
		if (type !== 'test:pass' && type !== 'test:fail') continue;
		const result = (results[path.relative(REPO, data.file ?? '')] ??= { passed: 0, failures: [] });
		if (type === 'test:pass') result.passed += 1;
		else result.failures.push(`${data.name}\n${inspect(data.details.error.cause ?? data.details.error)}`);
	}
	for (const file of files) results[file].failures.push(...(await thrown_by(file)));
	yield JSON.stringify(results);
}

/**
 * What a file throws outside of its tests. Node does not report it of files that share a process; but to import the
 * file again throws it again.
 *
 * @param {string} file
 */
async function thrown_by(file) {
	try {
		await import(pathToFileURL(path.join(REPO, file)).href);
		return [];
	} catch (error) {
		return [`${file}\n${inspect(error)}`];
	}
}
