import { deLocalizeUrl } from '#lib/paraglide/runtime.js';

export const reroute = ({ url }) => deLocalizeUrl(url).pathname;
