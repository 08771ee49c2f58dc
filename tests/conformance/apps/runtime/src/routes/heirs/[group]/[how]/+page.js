// Own properties, as libraries set them: by assignment, where an inherited one has the same name. Nothing is caught here,
// for a refusal that a page catches is the page's own affair.
import binary from '#lib/heirs/binary.js';
import collections from '#lib/heirs/collections.js';
import functions from '#lib/heirs/functions.js';
import intl from '#lib/heirs/intl.js';
import lists from '#lib/heirs/lists.js';
import promises from '#lib/heirs/promises.js';
import values from '#lib/heirs/values.js';
import ways from '#lib/heirs/ways.js';
import web from '#lib/heirs/web.js';
import { giving } from '#lib/tell.js';

const groups = { binary, collections, functions, intl, lists, promises, values, ways, web };

export const load = (event) => giving(groups[event.params.group])(event);
