const PARTS = [
	'--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\ngr\u00fc\u00df\r\n',
	'--XX\r\nContent-Disposition: form-data; name="f"; filename="n.css"\r\nContent-Type: text/css\r\n\r\nb{}\r\n',
	'--XX--\r\n'
];

const chunks = () =>
	new ReadableStream({
		async start(controller) {
			for (const text of ['one ', 'tw\u00f6 ', 'three']) {
				controller.enqueue(new TextEncoder().encode(text));
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			controller.close();
		}
	});

const GIVEN = {
	text: () => ['gr\u00fc\u00df', 'text/plain; charset=utf-8'],
	bytes: () => [new Uint8Array([0, 127, 128, 255]), 'image/png'],
	bom: () => [new Uint8Array([0xef, 0xbb, 0xbf, 0x61]), 'text/plain; charset=utf-8'],
	latin: () => [new Uint8Array([0x61, 0xe9, 0x62]), 'text/plain; charset=iso-8859-1'],
	json: () => ['{"a": [1, "\u00fc"]}', 'application/json'],
	params: () => ['a=1&b=+%26&a=%C3%BC', 'application/x-www-form-urlencoded'],
	form: () => [PARTS.join(''), 'multipart/form-data; boundary=XX'],
	stream: () => [chunks(), 'text/plain; charset=utf-8'],
	failed: () => ['{"error": "no"}', 'application/json', 422]
};

export const GET = ({ params }) => {
	if (params.what === 'nothing') return new Response(null, { status: 204 });
	const [body, type, status = 203] = GIVEN[params.what]();
	return new Response(body, { status, headers: { 'content-type': type, 'x-own': 'given' } });
};
