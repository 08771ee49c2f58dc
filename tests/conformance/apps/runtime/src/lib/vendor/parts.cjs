Object.defineProperty(exports, '__esModule', { value: true });
exports.EXTENSION = 'json';
exports.default = function parts() {
	return 'default';
};
var buffer = require('buffer');
exports.first = function (text) {
	return buffer.Buffer.from(text).toString('hex').slice(0, 2);
};
