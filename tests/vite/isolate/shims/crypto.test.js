/** Node's `crypto` and `zlib` do what its documentation says: each job is done by what V8 gets, and by Node itself. */
import { test } from 'node:test';
import { comparing, of_node, refusal } from '../../support/builtins.js';

const same = comparing((name, run) => test(name, run));

same('crypto', {
	hashes: (crypto) =>
		[
			'md5',
			'sha1',
			'sha224',
			'sha256',
			'sha384',
			'sha512',
			'sha512-256',
			'ripemd160',
			'sha3-256',
			'blake2b512',
			'blake2s256',
			'SHA256',
			'RSA-SHA256'
		].map((name) => crypto.createHash(name).update('ä').update(Buffer.from('b')).digest('hex')),
	'forms of data and digests': (crypto) => [
		crypto.createHash('sha1').update('6162', 'hex').digest('base64'),
		crypto
			.createHash('sha1')
			.update(new Uint16Array([1, 2]))
			.digest('base64url'),
		crypto.createHash('sha1').update('a').digest().toString('latin1'),
		crypto.createHash('shake128', { outputLength: 8 }).update('a').digest('hex'),
		crypto.hash('sha1', 'a'),
		crypto.hash('sha1', 'a', 'base64')
	],
	copies: (crypto) => {
		const hash = crypto.createHash('sha256').update('a');
		const copy = hash.copy().update('b');
		return [hash.digest('hex'), copy.digest('hex')];
	},
	'a digest twice': (crypto) => {
		const hash = crypto.createHash('sha256');
		hash.digest();
		return hash.digest();
	},
	'an HMAC twice': (crypto) => {
		const hmac = crypto.createHmac('sha256', 'key');
		return [hmac.digest('hex'), hmac.digest('hex'), hmac.digest()];
	},
	'texts compared': (crypto) => crypto.timingSafeEqual('a', 'a'),
	'the kind of keys': async (crypto, more) =>
		(await more('util')).types.isKeyObject(crypto.createSecretKey('a')),
	'data of another kind': (crypto) => crypto.createHash('sha256').update(1),
	HMACs: (crypto) => [
		crypto.createHmac('sha256', 'key').update('data').digest('hex'),
		crypto.createHmac('sha512', Buffer.from('key')).update('da').update('ta').digest('base64'),
		crypto.createHmac('sha1', crypto.createSecretKey('key', 'utf8')).update('x').digest('hex')
	],
	'secret keys': (crypto) => {
		const key = crypto.createSecretKey(Buffer.from('key'));
		return [
			key.type,
			key.symmetricKeySize,
			key.export().toString(),
			key.export({ format: 'jwk' }),
			key instanceof crypto.KeyObject,
			key.equals(crypto.createSecretKey(Buffer.from('key'))),
			key.equals(crypto.createSecretKey(Buffer.from('kez')))
		];
	},
	derivations: (crypto) => [
		crypto.pbkdf2Sync('secret', 'salt', 10, 16, 'sha512').toString('hex'),
		crypto.scryptSync('secret', 'salt', 16, { N: 16 }).toString('hex'),
		Buffer.from(crypto.hkdfSync('sha512', 'key', 'salt', 'info', 16)).toString('hex')
	],
	'wrong derivations': (crypto) =>
		[
			() => crypto.scryptSync('p', 's', 8, { N: 15 }),
			() => crypto.scryptSync('p', 's', 8, { N: 1 }),
			() => crypto.scryptSync('p', 's', -1),
			() => crypto.scryptSync('p', 's', '8'),
			() => crypto.scryptSync('p', 's', 8, { N: 2 ** 20, r: 8 }),
			() => crypto.scryptSync('p', 's', 8, { N: 2 ** 15 }),
			() => crypto.scryptSync('p', 's', 8, { N: 2 ** 10, maxmem: 2 ** 20 }),
			() => crypto.pbkdf2Sync('p', 's', 0, 1, 'sha1'),
			() => crypto.pbkdf2Sync('p', 's', 1, -1, 'sha1'),
			() => crypto.pbkdf2Sync('p', 's', 1, 1, 'x'),
			() => crypto.pbkdf2Sync('p', 's', 1, 1),
			() => crypto.pbkdf2Sync(5, 's', 1, 1, 'sha1'),
			() => crypto.pbkdf2Sync('p', 's', '1', 1, 'sha1'),
			() => crypto.pbkdf2('p', 's', 1, 1, 'sha1'),
			() => crypto.hkdfSync('x', 'k', 's', 'i', 8),
			() => crypto.hkdfSync('sha1', 'k', 's', 'i', 99_999)
		].map(refusal),
	'as much memory as is allowed': (crypto) => [
		crypto.scryptSync('p', 's', 8, { N: 2 ** 14 }).toString('hex'),
		crypto.scryptSync('p', 's', 8, { N: 2 ** 15, maxmem: 2 ** 26 }).toString('hex')
	],
	'wrong hashes': (crypto) =>
		[
			() => crypto.createHash(null),
			() => crypto.createHash({}),
			() => crypto.createHmac('x', 'key'),
			() => crypto.createHmac(null, 'key')
		].map(refusal),
	'wrong random numbers': (crypto) =>
		[
			() => crypto.randomBytes('5'),
			() => crypto.randomBytes(),
			() => crypto.randomBytes(1.5).length,
			() => crypto.randomInt(0),
			() => crypto.randomInt('5'),
			() => crypto.randomInt(2 ** 53),
			() => crypto.randomInt(0, 2 ** 48 + 1),
			() => crypto.randomFillSync('x'),
			() => crypto.randomFillSync(Buffer.alloc(6), 7),
			() => crypto.randomFillSync(Buffer.alloc(6), 2, 5)
		].map(refusal),
	'derivations, with callbacks': (crypto) =>
		new Promise((resolve) => {
			crypto.pbkdf2(
				'secret',
				'salt',
				10,
				16,
				'sha256',
				(/** @type {unknown} */ error, /** @type {Buffer} */ key) => resolve([error, key.toString('hex')])
			);
		}),
	'random numbers': (crypto) => [
		crypto.randomBytes(70_000).length,
		crypto.randomUUID().length,
		crypto.randomFillSync(new Uint16Array(4), 1, 2)[0],
		crypto.randomInt(1),
		crypto.randomInt(5, 6),
		crypto.getRandomValues(new Uint8Array(3)).length
	],
	'random numbers, with callbacks': (crypto) =>
		new Promise((resolve) => {
			crypto.randomBytes(3, (/** @type {unknown} */ error, /** @type {Buffer} */ bytes) =>
				resolve([error, bytes.length])
			);
		}),
	'too few random numbers': (crypto) => crypto.randomBytes(-1),
	'no random integer': (crypto) => crypto.randomInt(3, 2),
	timingSafeEqual: (crypto) => [
		crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
		crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b'))
	],
	'timingSafeEqual, of other lengths': (crypto) =>
		crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')),
	'the known hashes': (crypto) =>
		['md5', 'sha1', 'sha256', 'sha512'].map((name) => crypto.getHashes().includes(name))
});

same('zlib', {
	'there and back': (zlib) =>
		[
			['gzip', 'gunzip'],
			['deflate', 'inflate'],
			['deflateRaw', 'inflateRaw'],
			['gzip', 'unzip'],
			['deflate', 'unzip']
		].map(([pack, unpack]) => zlib[`${unpack}Sync`](zlib[`${pack}Sync`]('hällo'.repeat(99))).toString()),
	'what Node has packed': (zlib) => zlib.gunzipSync(of_node('zlib').gzipSync('hallo')).toString(),
	'what Node can unpack': (zlib) =>
		of_node('zlib')
			.inflateSync(zlib.deflateSync(Buffer.from('hallo'), { level: 9 }))
			.toString(),
	'with callbacks': async (zlib, more) => {
		const { promisify } = await more('util');
		return promisify(zlib.gzip)('a').then(promisify(zlib.gunzip)).then(String);
	},
	'no packed data': (zlib) =>
		[Buffer.from('no data'), zlib.gzipSync('hallo').subarray(0, 12)].map((data) => {
			try {
				return zlib.gunzipSync(data);
			} catch (/** @type {any} */ error) {
				return [error.name, error.message, error.code, error.errno];
			}
		}),
	'wrong options': (zlib) =>
		[
			() => zlib.gzipSync(5),
			() => zlib.gzipSync('a', { level: 99 }),
			() => zlib.gzipSync('a', { level: '9' }),
			() => zlib.gunzipSync(zlib.gzipSync('a'.repeat(100)), { maxOutputLength: 10 }),
			() => zlib.gunzipSync(zlib.gzipSync('a'.repeat(100_000)), { maxOutputLength: 99_999 }),
			() => zlib.gunzipSync(zlib.gzipSync('a'.repeat(100)), { maxOutputLength: 100 }).length,
			() => zlib.inflateSync(Buffer.from([0x78, 0x9c, 0xff])),
			() => zlib.inflateRawSync(Buffer.from([0xff]))
		].map(refusal),
	streams: async (zlib, more) => {
		const { text } = await more('stream/consumers');
		const outcomes = [];
		for (const [pack, unpack] of [
			['Gzip', 'Gunzip'],
			['Deflate', 'Inflate'],
			['DeflateRaw', 'InflateRaw'],
			['Gzip', 'Unzip']
		]) {
			const packing = zlib[`create${pack}`]({ level: 9 });
			packing.write('streamed '.repeat(10_000));
			packing.end('é');
			outcomes.push(await text(packing.pipe(zlib[`create${unpack}`]())));
		}
		return outcomes;
	},
	'what is cut off': (zlib) =>
		[zlib.gzipSync('hallo').subarray(0, -8), zlib.gzipSync('hallo')].map((data) =>
			zlib.gunzipSync(data, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString()
		),
	'a stream that is cut off': async (zlib, more) => {
		const { text } = await more('stream/consumers');
		const unpacking = zlib.createGunzip({ finishFlush: zlib.constants.Z_SYNC_FLUSH });
		unpacking.end(zlib.gzipSync('hallo').subarray(0, -8));
		return text(unpacking);
	},
	'a stream that ends early': async (zlib, more) => {
		const { text } = await more('stream/consumers');
		const unpacking = zlib.createGunzip();
		unpacking.end(zlib.gzipSync('hallo').subarray(0, 12));
		return text(unpacking);
	},
	'much data': (zlib) => zlib.gunzipSync(zlib.gzipSync('ab'.repeat(100_000))).length,
	checksums: (zlib) => [
		zlib.crc32('hello'),
		zlib.crc32(Buffer.from('world'), zlib.crc32('hello ')),
		zlib.crc32('')
	],
	'no checksum': (zlib) => zlib.crc32(5),
	codes: (zlib) => [zlib.codes.Z_DATA_ERROR, zlib.codes[-3], zlib.codes[1]],
	'no callback': (zlib) => zlib.gzip('a'),
	'no packed data, with a callback': (zlib) =>
		new Promise((resolve) => {
			zlib.gunzip(Buffer.from('x'), (/** @type {unknown} */ error) => resolve(error instanceof Error));
		})
});
