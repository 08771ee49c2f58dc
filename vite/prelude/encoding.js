import { TextDecoder, TextEncoder } from '@exodus/bytes/encoding.js';
import { expose } from './expose.js';

expose({ TextDecoder, TextEncoder });
