const made = (function (root, factory) {
	if (typeof exports === 'object' && typeof module !== 'undefined') module.exports = factory();
	else if (typeof define === 'function' && define.amd) define(factory);
	else {
		root = typeof globalThis !== 'undefined' ? globalThis : root || self;
		root.RuntimeHead = factory();
	}
	return root?.RuntimeHead;
})(this, function () {
	'use strict';
	return { version: '1.0', kind: typeof this };
});

delete globalThis.RuntimeHead;

export default made;
