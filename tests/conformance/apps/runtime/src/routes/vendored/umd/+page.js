import umd from '#lib/vendor/umd.cjs';
import { show } from '#lib/tell.js';

export const load = () => {
	const own = new umd.Umd();
	let heard;
	own.on('x', (item) => (heard = item));
	own.emit('x', 'heard');
	return { told: show([umd.version, heard, String(umd.Umd), typeof globalThis.RuntimeUmd]) };
};
