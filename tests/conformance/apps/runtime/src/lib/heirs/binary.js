export default {
	array: () => {
		const bytes = new Uint8Array([1, 2]);
		bytes.toString = () => 'bytes';
		bytes.set = () => 'own set';
		bytes.slice = () => 'own slice';
		return [`${bytes}`, bytes.set([3]), bytes.slice(), [...bytes]];
	},
	length: () => Object.defineProperty(new Uint8Array(2), 'length', { value: 9 }).length,
	kinds: () =>
		[Int8Array, Uint8ClampedArray, Uint16Array, Float32Array, Float64Array, BigInt64Array].map((Kind) => {
			const array = new Kind(1);
			array.toString = () => 'own';
			array.map = () => 'map';
			array.constructor = Array;
			return [String(array), array.map(), array.constructor === Array];
		}),
	class: () => {
		class Bytes extends Uint8Array {
			constructor(...given) {
				super(...given);
				this.toString = () => 'own';
			}
			fill() {
				return 'filled';
			}
		}
		return [`${new Bytes([1])}`, new Bytes(1).fill(), new Bytes([7])[0]];
	},
	buffer: () => {
		const buffer = new ArrayBuffer(4);
		buffer.slice = () => 'own slice';
		buffer.resize = () => 'own resize';
		buffer.toString = () => 'buffer';
		return [
			buffer.slice(),
			buffer.resize(),
			String(buffer),
			Object.defineProperty(buffer, 'byteLength', { value: 9 }).byteLength
		];
	},
	view: () => {
		const view = new DataView(new ArrayBuffer(4));
		view.getUint8 = () => 'own';
		view.setUint8 = () => 'set';
		return [view.getUint8(0), view.setUint8(0, 1), DataView.prototype.getUint8.call(view, 0)];
	},
	prototypes: () => {
		const heir = Object.create(Uint8Array.prototype);
		heir.set = () => 'set';
		heir.toString = () => 'heir';
		return [heir.set(), String(heir), heir instanceof Uint8Array];
	}
};
