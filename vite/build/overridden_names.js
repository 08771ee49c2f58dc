/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { is_framework } from '../ssr/importers.js';

/** Those whose properties V8 reads fastest if they are plain (isolate/realm/realm.js). */
const CLASSES = [Array, Map, Promise, RegExp, Set, String, Object.getPrototypeOf(Uint8Array)];
const NAMES = CLASSES.flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype))
	.filter((name) => name !== 'length')
	.join('|');

/** `list.push = …`, `list['push'] = …`, and with other operators of assignment */
const ASSIGNED = new RegExp(
	`(?:\\.|\\[['"\`])(${NAMES})(?:['"\`]\\])?\\s*(?:\\?\\?|\\|\\||&&)?=(?![=>])`,
	'g'
);

/** `{ push() {} }` and `{ push: function … }`, which are assigned by `Object.assign(list, …)` */
const METHOD = new RegExp(
	`[{,]\\s*(?!constructor\\b)(${NAMES})\\s*(?:\\([^()]*\\)\\s*\\{|:\\s*(?:async\\b|function\\b|\\(|\\w+\\s*=>))`,
	'g'
);

/** `iterator.next = …`, and not `node.next = …` */
const NEXT = /\.(next)\s*=\s*(?:async\b|function\b|\(|\w+\s*=>)/g;

/** `['push', 'pop'].forEach((name) => (list[name] = …))`: what changes a list is what libraries wrap */
const MUTATOR = /['"`](push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)['"`]/g;

/** `list[Symbol.iterator] = …` */
const SYMBOL = /\[(Symbol\.(?:iterator|match|matchAll|replace|search|split))\]\s*(?:\?\?|\|\||&&)?=(?![=>])/g;

/**
 * `iteratorSymbol = Symbol.iterator || '@@iterator'`: regenerator's runtime, up to 0.13.7, gives generators one. What only
 * reads it has the same text, so this is a name of its own, for `Iterator.prototype`.
 */
const ITERATOR = /['"`](@@iterator)['"`]/g;

/** What inherits from `Array.prototype` without being an array, and has a `length` of its own */
const LIKE_ARRAY =
	/\bArray\.prototype(?!\s*[.[\w])|\.prototype\s*=\s*(?:new Array\b|\[\s*\])|\binherits\([^)]*\bArray\b|\bsetPrototypeOf\([^)]*\[\s*\]/;

/**
 * The names of methods of arrays, strings and others that the app, or a package, may give one of its own. In a
 * frozen realm an assignment of an inherited property is refused, unless that is an accessor; so these become accessors
 * (isolate/realm/realm.js). Those of all other builtins do anyway, because that costs nothing that can be measured; all
 * of these would cost 3 to 5 % of each render (CPU time of four pages, 24 rounds of 150 renders).
 *
 * `length` is among them only for what inherits from `Array.prototype`: assigning an array's own needs nothing.
 *
 * An assignment that is not recognised here is refused at first, and the app gets a patchable realm then.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Project} project
 * @returns {string[]} sorted; `Symbol.iterator` stands for the symbol, `@@iterator` for that of iterators
 */
export function overridden_names(chunks, project) {
	/** @type {Set<string>} */
	const names = new Set();
	for (const { modules } of chunks) {
		for (const [id, { code }] of Object.entries(modules)) {
			if (!code || is_framework(id, project)) continue;
			for (const pattern of [ASSIGNED, METHOD, NEXT, MUTATOR, SYMBOL, ITERATOR]) {
				for (const [, name] of code.matchAll(pattern)) names.add(name);
			}
			if (LIKE_ARRAY.test(code)) names.add('length');
		}
	}
	return [...names].toSorted();
}
