'use strict';
var __extends = (this && this.__extends) || (function () {
	var extendStatics = function (d, b) {
		extendStatics = Object.setPrototypeOf || ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; });
		return extendStatics(d, b);
	};
	return function (d, b) {
		extendStatics(d, b);
		function __() { this.constructor = d; }
		d.prototype = b === null ? Object.create(b) : ((__.prototype = b.prototype), new __());
	};
})();
var __importDefault = (this && this.__importDefault) || function (mod) {
	return mod && mod.__esModule ? mod : { default: mod };
};
Object.defineProperty(exports, '__esModule', { value: true });
exports.Failure = exports.list = void 0;
var parts_1 = __importDefault(require('./parts.cjs'));
var Failure = (function (_super) {
	__extends(Failure, _super);
	function Failure(message) {
		var _this = _super.call(this, message) || this;
		_this.name = 'Failure';
		Object.setPrototypeOf(_this, Failure.prototype);
		return _this;
	}
	Failure.prototype.toString = function () {
		return 'Failure: ' + this.message + ' ' + (0, parts_1.default)();
	};
	return Failure;
})(Error);
exports.Failure = Failure;
var List = (function (_super) {
	__extends(List, _super);
	function List() {
		var _this = (_super !== null && _super.apply(this, arguments)) || this;
		_this.push = function (item) { return Array.prototype.push.call(_this, '<' + item + '>'); };
		return _this;
	}
	return List;
})(Array);
exports.list = function () { return new List(); };
exports.default = Failure;
