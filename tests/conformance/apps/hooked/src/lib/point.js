export class Point {
	constructor(x, y) {
		this.x = x;
		this.y = y;
	}
}

export class Money {
	constructor(amount, at) {
		this.amount = amount;
		this.at = at;
	}
}
