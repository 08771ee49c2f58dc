import { telling } from '#lib/tell.js';

const bytes = (...items) => Buffer.from(items);

export const load = telling({
	strings: () => ({
		utf8: () => [
			Buffer.from('hé☃').toString(),
			Buffer.from('hé☃').length,
			Buffer.from('a', 'UTF-8').toString('utf8')
		],
		hex: () => [Buffer.from('616Gff', 'hex').length, Buffer.from('61FF', 'hex').toString('hex')],
		base64: () => [
			Buffer.from('YWJj\nZA==', 'base64').toString(),
			Buffer.from('hé?>').toString('base64'),
			Buffer.from('-_8', 'base64').toString('hex')
		],
		base64url: () => [
			Buffer.from([251, 255, 254]).toString('base64url'),
			Buffer.from('-__-', 'base64url').toString('hex'),
			Buffer.from('a').toString('base64url')
		],
		latin1: () => [
			Buffer.from('é☃', 'latin1').toString('hex'),
			bytes(233).toString('latin1'),
			bytes(233).toString('binary')
		],
		ascii: () => bytes(225, 97).toString('ascii'),
		utf16: () => [Buffer.from('a☃', 'utf16le').toString('hex'), bytes(97, 0, 3, 38).toString('ucs2')],
		part: () => Buffer.from('abcdef').toString('utf8', 1, 3),
		invalid: () => bytes(97, 255, 226, 152).toString(),
		template: () => `${Buffer.from('text')}`,
		unknown: () => Buffer.from('a', 'nothing'),
		isencoding: () => ['utf8', 'HEX', 'base64url', 'x'].map((name) => Buffer.isEncoding(name)),
		bytelength: () => [
			Buffer.byteLength('hé☃'),
			Buffer.byteLength('YWJj', 'base64'),
			Buffer.byteLength('abcd', 'hex'),
			Buffer.byteLength(new ArrayBuffer(3))
		]
	}),
	made: () => ({
		from: () =>
			[bytes(1, 256, -1), Buffer.from(new Uint8Array([7])), Buffer.from(new Set([1]).values().toArray())].map(
				(buffer) => [...buffer]
			),
		shared: () => {
			const array = new Uint8Array([1, 2, 3]);
			const buffer = Buffer.from(array.buffer, 1, 2);
			buffer[0] = 9;
			return [...array];
		},
		copied: () => {
			const one = bytes(1, 2);
			Buffer.from(one)[0] = 9;
			return one[0];
		},
		alloc: () => [
			[...Buffer.alloc(3)],
			[...Buffer.alloc(3, 'ab')],
			Buffer.alloc(2, 1).toString('hex'),
			Buffer.allocUnsafe(4).length
		],
		concat: () =>
			[
				Buffer.concat([bytes(1), bytes(2, 3)]),
				Buffer.concat([bytes(1, 2), bytes(3)], 2),
				Buffer.concat([]),
				Buffer.concat([bytes(1)], 3)
			].map((buffer) => [...buffer]),
		kind: () => [
			bytes(1) instanceof Uint8Array,
			Buffer.isBuffer(bytes(1)),
			Buffer.isBuffer(new Uint8Array(1)),
			bytes(1).constructor === Buffer
		],
		json: () => [JSON.stringify(bytes(1, 2)), JSON.stringify(Buffer.from(bytes(1).toJSON()))],
		number: () => Buffer.from(5),
		nothing: () => Buffer.from(),
		negative: () => Buffer.alloc(-1)
	}),
	read: () => {
		const buffer = bytes(0x01, 0x02, 0x03, 0x04, 0xff, 0xfe, 0xfd, 0xfc);
		return {
			big: () => [
				buffer.readUInt8(4),
				buffer.readUInt16BE(0),
				buffer.readUInt32BE(0),
				buffer.readUInt32BE(4)
			],
			little: () => [
				buffer.readUInt16LE(0),
				buffer.readUInt32LE(4),
				buffer.readInt32LE(4),
				buffer.readInt16LE(4)
			],
			signed: () => [
				buffer.readInt8(4),
				buffer.readInt16BE(4),
				buffer.readInt32BE(4),
				buffer.readIntBE(4, 3)
			],
			long: () => [buffer.readBigUInt64BE(0), buffer.readBigInt64LE(0), buffer.readUIntBE(0, 6)],
			floats: () => {
				const target = Buffer.alloc(12);
				target.writeFloatBE(1.5, 0);
				target.writeDoubleLE(-2.25, 4);
				return [target.toString('hex'), target.readFloatBE(0), target.readDoubleLE(4)];
			},
			written: () => {
				const target = Buffer.alloc(10);
				const ends = [
					target.writeUInt32BE(0xdeadbeef, 0),
					target.writeInt16LE(-2, 4),
					target.writeUInt8(255, 6),
					target.write('é', 7)
				];
				return [target.toString('hex'), ends];
			},
			alias: () => [buffer.readUint8(0), buffer.readUint32BE(0)],
			beyond: () => buffer.readUInt32BE(6),
			toolarge: () => Buffer.alloc(1).writeUInt8(256)
		};
	},
	parts: () => {
		const buffer = Buffer.from('abcabc');
		return {
			slice: () => {
				const whole = bytes(1, 2, 3, 4);
				const part = whole.slice(1, 3);
				part[0] = 9;
				return [[...part], [...whole], Buffer.isBuffer(part), whole.slice(-2)[0]];
			},
			subarray: () => [String(buffer.subarray(1, 3)), Buffer.isBuffer(buffer.subarray(1))],
			index: () => [
				buffer.indexOf('c'),
				buffer.indexOf('c', 3),
				buffer.lastIndexOf('a'),
				buffer.indexOf(98),
				buffer.indexOf(bytes(97, 98), 1),
				buffer.indexOf('x')
			],
			includes: () => [buffer.includes('bca'), buffer.includes('x')],
			compare: () => [
				Buffer.compare(bytes(1), bytes(2)),
				bytes(2).compare(bytes(1, 5)),
				bytes(1).compare(bytes(1)),
				bytes(1).equals(new Uint8Array([1]))
			],
			sorted: () =>
				[bytes(2), bytes(1), bytes(1, 0)].toSorted(Buffer.compare).map((one) => one.toString('hex')),
			fill: () => [
				Buffer.alloc(4).fill('ab').toString(),
				Buffer.alloc(4).fill(7, 1, 3).toString('hex'),
				Buffer.alloc(2).fill('ff', 'hex').toString('hex')
			],
			copy: () => {
				const target = Buffer.alloc(4);
				return [buffer.copy(target, 1, 0, 9), target.toString('hex')];
			},
			swap: () => [bytes(1, 2, 3, 4).swap16().toString('hex'), bytes(1, 2, 3, 4).swap32().toString('hex')],
			array: () => [
				[...buffer.entries()].length,
				buffer.map((byte) => byte + 1).toString(),
				[...buffer.subarray(0, 2).values()],
				buffer.at(-1)
			],
			body: () => new Response(buffer).text(),
			blob: () => new Blob([buffer, bytes(100)]).text(),
			decoder: () => new TextDecoder().decode(buffer.subarray(2, 4))
		};
	}
});
