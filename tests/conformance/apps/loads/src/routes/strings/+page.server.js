export const load = () => ({
	script: '</script><script>alert(1)</script><!--',
	lines: 'a\nb\r\tc\b\f\v\0',
	separators: '\u2028\u2029',
	quotes: `'"\`\\`,
	astral: '😀 你好',
	controls: '\u0001\u001f\u007f\u0080',
	amp: '&amp; <b>'
});
