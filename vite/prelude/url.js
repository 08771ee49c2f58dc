import { URL, URLSearchParams } from 'whatwg-url';
import { expose } from './expose.js';

expose({ URL, URLSearchParams });
