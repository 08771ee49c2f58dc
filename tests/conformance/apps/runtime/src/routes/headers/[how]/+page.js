import { telling } from '#lib/tell.js';

const made = (...pairs) => {
	const headers = new Headers();
	for (const [name, value] of pairs) headers.append(name, value);
	return headers;
};
const cookies = () => made(['x', '1'], ['set-cookie', 'a=1'], ['Set-Cookie', 'b=2; Path=/'], ['b', '2']);

export const load = telling({
	order: () => ({
		sorted: () => [...new Headers({ B: '1', a: '2', 'x-c': '3', 'X-B': '4' })],
		keys: () => [...made(['b', '1'], ['A', '2'], ['b', '3']).keys()],
		values: () => [...made(['b', '1'], ['A', '2'], ['b', '3']).values()],
		foreach: () => {
			const seen = [];
			const headers = made(['b', '1'], ['a', '2']);
			headers.forEach(
				function (value, name, parent) {
					seen.push([name, value, parent === headers, this.own]);
				},
				{ own: 1 }
			);
			return seen;
		},
		object: () => Object.fromEntries(made(['b', '1'], ['a', '2'])),
		map: () => new Map(made(['b', '1'], ['a', '2'])),
		json: () => [JSON.stringify(made(['a', '1'])), Object.keys(made(['a', '1'])), String(made())],
		entries: () => Headers.prototype[Symbol.iterator] === Headers.prototype.entries,
		iterator: () => String(made().entries())
	}),
	changed: () => ({
		append: () => made(['a', '1'], ['A', '2']).get('a'),
		set: () => {
			const headers = made(['a', '1'], ['a', '2']);
			headers.set('A', '3');
			return [...headers];
		},
		delete: () => {
			const headers = made(['a', '1'], ['b', '2']);
			headers.delete('A');
			headers.delete('none');
			return [...headers];
		},
		nothing: () => [made().append('a', '1'), made().set('a', '1'), made().delete('a')],
		has: () => [made(['A', '']).has('a'), made(['a', '']).get('a'), made().has('a'), made().get('a')],
		while: () => {
			const headers = made(['a', '1'], ['b', '2'], ['c', '3']);
			const seen = [];
			for (const [name] of headers) {
				seen.push(name);
				headers.delete('b');
			}
			return seen;
		}
	}),
	cookies: () => ({
		list: () => [cookies().getSetCookie(), made().getSetCookie()],
		iterated: () => [...cookies()],
		joined: () => cookies().get('set-cookie'),
		set: () => {
			const headers = cookies();
			headers.set('set-cookie', 'c=3');
			return headers.getSetCookie();
		},
		deleted: () => {
			const headers = cookies();
			headers.delete('set-cookie');
			return [headers.getSetCookie(), headers.has('set-cookie')];
		},
		copied: () => new Headers(cookies()).getSetCookie(),
		inresponse: () => new Response('', { headers: cookies() }).headers.getSetCookie(),
		frompairs: () =>
			new Headers([
				['set-cookie', 'a=1'],
				['set-cookie', 'b=2']
			]).getSetCookie()
	}),
	from: () => ({
		pairs: () => [
			...new Headers([
				['a', '1'],
				['A', '2']
			])
		],
		object: () => [...new Headers({ a: 1, b: null, c: undefined })],
		headers: () => [...new Headers(made(['b', '1'], ['a', '2']))],
		map: () => [...new Headers(new Map([['a', '1']]))],
		generator: () => [
			...new Headers(
				(function* () {
					yield ['a', '1'];
				})()
			)
		],
		nothing: () => [...new Headers(), ...new Headers(undefined), ...new Headers({}), ...new Headers([])],
		null: () => new Headers(null),
		number: () => new Headers(5),
		triple: () => new Headers([['a', 'b', 'c']]),
		single: () => new Headers([['a']]),
		strings: () => [...new Headers(['ab'])],
		twins: () => [...new Headers({ a: '1', A: '2' })],
		called: () => Headers()
	}),
	values: () => ({
		trimmed: () => made(['a', ' \t x y \r\n']).get('a'),
		latin: () => made(['a', 'é']).get('a'),
		snowman: () => made(['a', '☃']),
		newline: () => made(['a', 'x\ny']),
		nul: () => made(['a', 'x\0y']),
		blankname: () => made(['a b', '1']),
		emptyname: () => made(['', '1']),
		umlautname: () => made(['ä', '1']),
		colonname: () => made(['a:', '1']),
		token: () => [...made(["!#$%&'*+-.^_`|~09aZ", '1']).keys()],
		numbers: () => made([1, 2]).get('1'),
		getbad: () => made().get('a b'),
		hasbad: () => made().has(''),
		deletebad: () => made().delete('ä'),
		oneargument: () => new Headers().append('a'),
		notafunction: () => made().forEach('x'),
		stranger: () => Headers.prototype.get.call({}, 'a')
	}),
	guard: () => ({
		error: () => Response.error().headers.set('a', 'b'),
		redirect: () => Response.redirect('http://a.test/').headers.delete('location'),
		response: () => {
			const { headers } = new Response();
			headers.set('a', 'b');
			return [...headers];
		},
		request: () => {
			const { headers } = new Request('http://a.test/');
			headers.append('x-own', 'b');
			return [...headers];
		},
		nocors: () => [
			...new Request('http://a.test/', { mode: 'no-cors', method: 'POST', headers: { accept: 'a' } }).headers
		],
		same: () => {
			const response = new Response();
			return response.headers === response.headers;
		}
	})
});
