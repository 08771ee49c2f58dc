export const load = () => ({
	text: 'plain',
	numbers: [0, -0, 1, -1, 1.5, 0.1, 1e21, 1e-7, 123456789012, 2 ** 53 - 1],
	special: [NaN, Infinity, -Infinity],
	big: 12345678901234567890n,
	flags: [true, false, null],
	nothing: undefined,
	date: new Date(Date.UTC(2024, 4, 31, 12, 30, 15, 250)),
	early: new Date(0),
	map: new Map([[1, 'one'], [2, 'two']]),
	set: new Set(['a', 'b']),
	bytes: new Uint8Array([0, 1, 254, 255]),
	empty: [[], {}, ''],
	nested: { a: { b: { c: [{ d: 1 }] } } },
	keys: { 'a-b': 1, 'with space': 2, '0': 3, $ok: 4, 'ünï': 5, '': 6, '"quote"': 7 }
});
