'use strict';

var EventEmitter = require('events');
var util = require('util');
var path = require('node:path');
var crypto = require('crypto');
var parts = require('./parts.cjs');

function Store(name) {
	if (!(this instanceof Store)) return new Store(name);
	EventEmitter.call(this);
	this.name = name;
}
util.inherits(Store, EventEmitter);

Store.prototype.set = function (key, value) {
	this[key] = value;
	this.emit('set', key, value);
	return this;
};
Store.prototype.file = function () {
	return path.join('/stores', this.name + '.' + parts.EXTENSION);
};
Store.prototype.digest = function () {
	return crypto.createHash('md5').update(this.name).digest('hex');
};

exports = module.exports = Store;
exports.Store = Store;
exports.format = util.format;
exports.first = parts.first;
exports.kinds = [typeof module, typeof require, typeof exports, this === undefined ? 'undefined' : typeof this];
