export class Counter {
	value = $state(0);

	constructor(start: number) {
		this.value = start;
	}

	add(): void {
		this.value += 1;
	}
}
