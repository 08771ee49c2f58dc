export { lissome } from './plugin.js';
