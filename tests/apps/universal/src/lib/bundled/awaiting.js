import { steps, value } from './awaited.js';

export const text = `${value} ${steps.join(' ')}`;
