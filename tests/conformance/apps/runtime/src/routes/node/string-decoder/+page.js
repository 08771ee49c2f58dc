import decoder, { StringDecoder } from 'string_decoder';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	utf8: () => {
		const own = new StringDecoder('utf8');
		return [own.write(Buffer.from([0xe2, 0x98])), own.write(Buffer.from([0x83, 0x61])), own.end()];
	},
	cut: () => {
		const own = new StringDecoder();
		return [own.write(Buffer.from([0x61, 0xe2])), own.end()];
	},
	base64: () => {
		const own = new StringDecoder('base64');
		return [own.write(Buffer.from('ab')), own.write(Buffer.from('c')), own.end()];
	},
	utf16: () => {
		const own = new StringDecoder('utf16le');
		return [own.write(Buffer.from([0x61])), own.write(Buffer.from([0])), own.end()];
	},
	encoding: () => [new StringDecoder('UTF-8').encoding, new StringDecoder('binary').encoding],
	unknown: () => new StringDecoder('nothing'),
	default: () => decoder.StringDecoder === StringDecoder
});
