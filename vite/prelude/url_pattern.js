import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import { expose } from './expose.js';

expose({ URLPattern });
