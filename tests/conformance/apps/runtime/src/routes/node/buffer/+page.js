import buffer, {
	Blob as OwnBlob,
	Buffer as OwnBuffer,
	File as OwnFile,
	constants,
	kMaxLength
} from 'node:buffer';
import { Buffer as Bare } from 'buffer';
import { telling_all } from '#lib/tell.js';

export const load = telling_all({
	same: () => [OwnBuffer === Buffer, Bare === OwnBuffer, buffer.Buffer === Buffer],
	classes: () => [OwnBlob === Blob, OwnFile === File],
	text: () => OwnBuffer.from('grüß').toString('base64'),
	limits: () => [typeof kMaxLength, typeof constants.MAX_LENGTH],
	recognised: () => [Buffer.isBuffer(OwnBuffer.alloc(1)), OwnBuffer.alloc(1) instanceof Buffer]
});
