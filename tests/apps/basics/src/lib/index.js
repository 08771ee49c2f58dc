export { Vector } from './vector.js';
