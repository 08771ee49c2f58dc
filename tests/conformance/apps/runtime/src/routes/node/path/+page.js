import path, {
	basename,
	dirname,
	extname,
	format,
	isAbsolute,
	join,
	normalize,
	parse,
	posix,
	relative,
	resolve,
	sep
} from 'path';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	join: () => [join('a', '..', 'b', './c'), join('/a', '/b/'), join(), join('..', 'a')],
	resolve: () => [resolve('/a', 'b', '../c'), resolve('/a', '/b'), resolve('/a/./b//c/')],
	names: () => [
		basename('/a/b.txt'),
		basename('/a/b.txt', '.txt'),
		basename('/a/'),
		dirname('/a/b/c'),
		dirname('a'),
		extname('a.b.c'),
		extname('.x'),
		extname('a.')
	],
	relative: () => [relative('/a/b', '/a/c/d'), relative('/a', '/a'), relative('/', '/x')],
	normalize: () => [normalize('/a//b/../c/.'), normalize(''), normalize('./a/')],
	parse: () => parse('/home/x/file.tar.gz'),
	format: () => [format({ dir: '/a', base: 'b.c' }), format({ root: '/', name: 'f', ext: '.x' })],
	absolute: () => [isAbsolute('/a'), isAbsolute('a')],
	constants: () => [sep, path.delimiter, posix === path.posix, posix.join === join],
	default: () => [path.join === join, Object.keys(path).includes('join')],
	number: () => join(1)
});
