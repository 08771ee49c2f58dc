export default function answer() {
	return 42;
}
export const twice = (value) => value * 2;

if (typeof module !== 'undefined' && module.exports) module.exports = answer;
else if (typeof define === 'function' && define.amd) define([], () => answer);
else if (typeof window !== 'undefined') window.answer = answer;

if (typeof exports !== 'undefined') exports.answer = answer;
