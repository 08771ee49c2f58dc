export const load = ({ cookies, params }) => {
	const { how } = params;
	if (how === 'set') {
		cookies.set('plain', 'value');
		cookies.set('encoded', 'a b;c=d,é"%');
		cookies.set('open', 'x', { httpOnly: false, secure: false, sameSite: 'strict', path: '/cookies' });
		cookies.set('aged', 'x', { maxAge: 60, sameSite: 'none' });
		cookies.set('dated', 'x', { expires: new Date(Date.UTC(2030, 0, 2, 3, 4, 5)) });
		cookies.set('domain', 'x', { domain: 'conformance.test' });
		cookies.set('relative', 'x', { path: '' });
		cookies.set('up', 'x', { path: '..' });
		cookies.set('empty', '');
	}
	if (how === 'delete') {
		cookies.delete('sent');
		cookies.delete('pathed', { path: '/cookies' });
		return { sent: cookies.get('sent') ?? null, all: cookies.getAll() };
	}
	if (how === 'order') {
		cookies.set('a', '1');
		cookies.set('b', '2');
		cookies.set('a', '3');
		cookies.set('a', '4', { path: '/cookies/order' });
		cookies.set('hidden', '5', { path: '/other' });
		return { a: cookies.get('a'), hidden: cookies.get('hidden') ?? null, all: cookies.getAll() };
	}
	if (how === 'read') {
		return { sent: cookies.get('sent') ?? null, none: cookies.get('none') ?? null, all: cookies.getAll() };
	}
	if (how === 'serialize') return { text: cookies.serialize('s', 'a b', { maxAge: 1 }) };
};
