(function (root, factory) {
	if (typeof define === 'function' && define.amd) {
		define(['events'], factory);
	} else if (typeof module === 'object' && module.exports) {
		module.exports = factory(require('events'));
	} else {
		root.RuntimeUmd = factory(root.Events);
	}
})(typeof self !== 'undefined' ? self : this, function (Events) {
	'use strict';

	function Umd() {}
	Umd.prototype = Object.create((Events.EventEmitter || Events).prototype);
	Umd.prototype.constructor = Umd;
	Umd.toString = function () {
		return 'Umd';
	};
	return { Umd: Umd, version: '2.0' };
});
