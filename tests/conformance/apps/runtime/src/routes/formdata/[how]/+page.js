import { telling } from '#lib/tell.js';

const filled = (...pairs) => {
	const form = new FormData();
	for (const pair of pairs) form.append(...pair);
	return form;
};
const two = () => filled(['a', '1'], ['b', '2'], ['a', '3']);

export const load = telling({
	values: () => ({
		get: () => [two().get('a'), two().get('none')],
		all: () => [two().getAll('a'), two().getAll('none')],
		has: () => [two().has('b'), two().has('none')],
		strings: () =>
			filled(['n', 1], ['o', {}], ['u', undefined], ['l', null], ['t', true]).entries().toArray(),
		cases: () => filled(['A', '1']).has('a'),
		surrogate: () => filled(['a\ud800', '\udc00']).entries().toArray(),
		newlines: () => filled(['a', 'x\ny\r\nz']).get('a'),
		keyed: () => filled([1, 'x'], ['__proto__', 'y']).keys().toArray()
	}),
	changed: () => ({
		set: () => {
			const form = two();
			form.set('a', '9');
			form.set('c', '4');
			return [...form];
		},
		delete: () => {
			const form = two();
			form.delete('a');
			form.delete('none');
			return [...form];
		},
		chained: () => [two().append('x', 'y'), two().set('x', 'y'), two().delete('x')],
		ingrowing: () => {
			const form = filled(['a', '1']);
			const seen = [];
			for (const [name] of form) {
				seen.push(name);
				if (seen.length < 3) form.append(`${name}+`, '');
			}
			return seen;
		}
	}),
	iterated: () => ({
		spread: () => [...two()],
		entries: () => Object.fromEntries(two()),
		keys: () => [...two().keys()],
		values: () => Array.from(two().values()),
		foreach: () => {
			const seen = [];
			const form = two();
			form.forEach(
				function (value, name, parent) {
					seen.push([value, name, parent === form, this.own]);
				},
				{ own: 1 }
			);
			return seen;
		},
		params: () => new URLSearchParams(two()).toString(),
		map: () => new Map(two()),
		same: () => FormData.prototype[Symbol.iterator] === FormData.prototype.entries,
		tag: () => [String(two()), String(two().entries())]
	}),
	files: () => ({
		blob: async () => {
			const form = filled(['f', new Blob(['abc'], { type: 'text/css' })]);
			const file = form.get('f');
			return [file instanceof File, file.name, file.type, await file.text()];
		},
		named: () => {
			const file = filled(['f', new Blob(['abc']), 'other.css']).get('f');
			return [file.name, file.size, file === file];
		},
		renamed: async () => {
			const file = filled(['f', new File(['abc'], 'one', { lastModified: 5, type: 'a/b' }), 'two']).get('f');
			return [file.name, file.type, await file.text()];
		},
		kept: () => {
			const file = new File([], 'one');
			return filled(['f', file]).get('f') === file;
		},
		replaced: () => {
			const form = filled(['f', new File([], 'one')], ['f', 'text']);
			form.set('f', new Blob(['x']), 'three');
			return form.getAll('f').map((file) => file.name);
		},
		textnamed: () => filled(['f', 'text', 'name'])
	}),
	wrong: () => ({
		argument: () => new FormData('x'),
		oneargument: () => filled(['a']),
		noname: () => new FormData().get(),
		nofunction: () => new FormData().forEach('x'),
		stranger: () => FormData.prototype.get.call({}, 'a'),
		called: () => FormData()
	})
});
