/*
 * Replaces the package `qs` in the package `url`, which uses its options to get what Node's `querystring` does anyway. It
 * is large.
 */
import * as querystring from './querystring.js';

/** @param {string} query */
export const parse = (query) => querystring.parse(query);

/** @param {object} values */
export const stringify = (values) => querystring.stringify(values);
