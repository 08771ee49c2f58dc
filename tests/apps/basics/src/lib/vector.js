/** A type of the app's own, sent by its transport hook. */
export class Vector {
	/**
	 * @param {number} x
	 * @param {number} y
	 */
	constructor(x, y) {
		this.x = x;
		this.y = y;
	}

	get length() {
		return Math.hypot(this.x, this.y);
	}
}
