import QRCode from 'qrcode';

export const load = async () => ({ svg: await QRCode.toString('I am a pony!', { type: 'svg' }) });
