/** Random graphs of ES modules: with cycles, top-level await, `export *`, and modules that throw. */

/** @typedef {{ files: Record<string, string>, entries: string[][] }} Graph files by path, and what to import, one group after the other */

/** Numbers that are the same for each seed (mulberry32). */
export class Random {
	/** @param {number} seed */
	constructor(seed) {
		this.state = seed;
	}

	/** A number from 0 to below 1. */
	number() {
		// oxlint-disable-next-line unicorn/prefer-math-trunc -- to 32 bits
		this.state = (this.state + 0x6d2b79f5) | 0;
		let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	/** @param {number} first @param {number} last */
	integer(first, last) {
		return first + Math.floor(this.number() * (last - first + 1));
	}

	/**
	 * @template T
	 * @param {T[]} list
	 */
	choice(list) {
		return list[this.integer(0, list.length - 1)];
	}

	/**
	 * @template T
	 * @param {T[]} list
	 */
	shuffled(list) {
		return list
			.map((value) => ({ value, key: this.number() }))
			.toSorted((a, b) => a.key - b.key)
			.map(({ value }) => value);
	}
}

/**
 * A graph of two to eight modules, of which some import each other.
 *
 * @param {Random} random decides everything
 * @param {boolean} at_once two modules are imported at the same time, not one after the other
 * @returns {Graph}
 */
export function random_graph(random, at_once) {
	const names = Array.from({ length: random.integer(2, 8) }, (_, number) => `m${number}`);
	const awaiting = random.choice([0, 0.3, 0.6]);
	const density = random.choice([0.15, 0.3, 0.5]);
	// of two errors that come at once, it depends on Node's reading of files which comes first
	const failing = random.number() < 0.25 ? random.choice(names) : null;
	const files = names.map((name) => {
		const imported = random.shuffled(names.filter(() => random.number() < density));
		return [`${name}.mjs`, module_text(random, name, imported, awaiting, name === failing)];
	});
	const [first, second] = random.shuffled(names).map((name) => `${name}.mjs`);
	return { files: Object.fromEntries(files), entries: at_once ? [[first, second]] : [[first], [second]] };
}

/**
 * @param {Random} random
 * @param {string} name
 * @param {string[]} imported
 * @param {number} awaiting
 * @param {boolean} fails
 */
function module_text(random, name, imported, awaiting, fails) {
	const imports = imported.map((other) => import_text(random, other));
	imports.splice(random.integer(0, imports.length), 0, `note('${name} begins');`);
	const goes_on = `await ticks(${random.integer(0, 5)}); note('${name} goes on'); value_${name} += '!';`;
	return [
		...imports,
		// hoisted, so importers in a cycle may call it before the module has run
		`export function call_${name}() { return '${name}'; }`,
		`export var value_${name} = call_${name}();`,
		random.number() < 0.5 ? 'export default 1;' : `var twice; export { twice as '${name} twice' };`,
		...imported.map((other) => `note('${name} calls', star_${other}.call_${other}());`),
		...imported.map((other) => `note('${name} reads', star_${other}.value_${other});`),
		...(random.number() < awaiting ? [goes_on] : []),
		...(fails ? [`throw new Error('${name} fails');`] : []),
		`note('${name} ends');`
	].join('\n');
}

/** @param {Random} random @param {string} other */
function import_text(random, other) {
	const star = random.number() < 0.4 ? `\nexport * from './${other}.mjs';` : '';
	return `import * as star_${other} from './${other}.mjs';${star}`;
}
