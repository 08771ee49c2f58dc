/** @import { Rolldown } from 'vite' */
/** @import { Project } from '../project.js' */
import { is_framework } from '../ssr/importers.js';

/** The prototypes whose properties V8 reads fastest if they are plain, and which every page reads thousands of times. */
const NAMES = [Array, String].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype)).join('|');

/** `list.push = …`, `list['push'] = …`, and with other operators of assignment */
const ASSIGNED = new RegExp(
	`(?:\\.|\\[['"\`])(${NAMES})(?:['"\`]\\])?\\s*(?:\\?\\?|\\|\\||&&)?=(?![=>])`,
	'g'
);

/** `{ push() {} }` and `{ push: function … }`, which are assigned by `Object.assign(list, …)` */
const METHOD = new RegExp(
	`[{,]\\s*(${NAMES})\\s*(?:\\([^()]*\\)\\s*\\{|:\\s*(?:async\\b|function\\b|\\(|\\w+\\s*=>))`,
	'g'
);

/** `['push', 'pop'].forEach((name) => (list[name] = …))`: what changes a list is what libraries wrap */
const MUTATOR = /['"`](push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)['"`]/g;

/** `list[Symbol.iterator] = …` */
const SYMBOL = /\[Symbol\.iterator\]\s*[=:(](?![=>])/;

/**
 * The names of methods of arrays and strings that the app, or a package, may give an array or string of its own. In a
 * frozen realm an assignment of an inherited property is refused, unless that is an accessor; so these become accessors
 * (isolate/realm/realm.js). Those of all other builtins do anyway, because that costs nothing that can be measured; all
 * of these would cost three to five percent of each render (CPU time of four pages, 24 rounds of 150 renders).
 *
 * An assignment that is not recognised here is refused at first, and the app gets a patchable realm then.
 *
 * @param {Rolldown.OutputChunk[]} chunks
 * @param {Project} project
 * @returns {string[]} sorted; `Symbol.iterator` stands for the symbol
 */
export function overridden_names(chunks, project) {
	/** @type {Set<string>} */
	const names = new Set();
	for (const { modules } of chunks) {
		for (const [id, { code }] of Object.entries(modules)) {
			if (!code || is_framework(id, project)) continue;
			for (const pattern of [ASSIGNED, METHOD, MUTATOR]) {
				for (const [, name] of code.matchAll(pattern)) names.add(name);
			}
			if (SYMBOL.test(code)) names.add('Symbol.iterator');
		}
	}
	return [...names].toSorted();
}
