import * as streams from 'web-streams-polyfill';
import { TextDecoderStream, TextEncoderStream } from '@exodus/bytes/encoding.js';
import { expose } from './expose.js';

expose({ ...streams, TextDecoderStream, TextEncoderStream });
