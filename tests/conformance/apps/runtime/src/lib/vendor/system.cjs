var fs = require('fs');
var http = require('http');
var util = require('util');
var child_process = require('child_process');
var { Readable } = require('stream');
var { readFile, writeFile, constants } = require('node:fs');
var net = require('net');

var files = Object.create(fs);
files.read = util.promisify(fs.readFile);
files.readdir = function () {
	return fs.readdir.apply(fs, arguments);
};
['stat', 'lstat'].forEach(function (name) {
	var original = fs[name];
	files[name] = function () {
		return original.apply(this, arguments);
	};
});

function Agent() {
	http.Agent.call(this);
}
util.inherits(Agent, http.Agent);

class Stream extends Readable {
	_read() {
		readFile('/nowhere', () => {});
	}
}
class Server extends net.Server {}

module.exports = {
	Agent,
	Server,
	Stream,
	files,
	writeFile,
	flag: (constants || {}).R_OK,
	spawn: child_process.spawn.bind(child_process),
	size: (text) => Buffer.byteLength(text)
};
