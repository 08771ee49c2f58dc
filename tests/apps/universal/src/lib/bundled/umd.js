export function greet(name) {
	return `hello ${name}`;
}

// the foot of a file that is meant for all loaders
if (typeof module !== 'undefined' && module.exports) module.exports = greet;
if (typeof exports !== 'undefined') exports.greet = greet;
