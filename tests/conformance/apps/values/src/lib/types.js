export class Vec {
	constructor(x, y) {
		Object.assign(this, { x, y });
	}
}

export class Box {
	constructor(inner) {
		this.inner = inner;
	}
}

export class Never {}
