export default {
	text: () => {
		const format = () => 1;
		format.toString = () => 'format';
		return `${format} ${format()}`;
	},
	called: () => {
		const own = () => 'called';
		own.call = () => 'own call';
		own.apply = () => 'own apply';
		own.bind = () => 'own bind';
		return [own(), own.call(), own.apply(), own.bind()];
	},
	named: () => {
		const own = Object.defineProperty(() => {}, 'name', { value: 'renamed' });
		return [own.name, Object.defineProperty(own, 'length', { value: 7 }).length];
	},
	constructed: () => {
		const own = () => {};
		own.constructor = Array;
		own.hasOwnProperty = () => 'own';
		own.valueOf = () => 5;
		return [own.constructor.name, own.hasOwnProperty(), own + 1];
	},
	heir: () => {
		const own = Object.create(Function.prototype);
		own.call = () => 'call';
		own.toString = () => 'text';
		own.bind = 1;
		return [own.call(), String(own), own.bind];
	},
	builder: () => {
		const style = Object.create(Function.prototype, { bold: { get: () => 'bold' } });
		style.apply = () => 'apply';
		const builder = Object.setPrototypeOf((text) => `<${text}>`, style);
		builder.toString = () => 'builder';
		return [builder('x'), builder.bold, builder.apply(), `${builder}`];
	},
	scale: () => {
		const scale = (value) => value * 2;
		Object.assign(scale, { copy: () => 'copy', toString: () => 'scale', name_: 1 });
		scale.toLocaleString = () => 'locale';
		return [scale(2), scale.copy(), `${scale}`, scale.toLocaleString()];
	},
	action: () => {
		const action = (payload) => ({ type: action.type, payload });
		action.type = 'add';
		action.toString = () => action.type;
		return [action(1), { [action]: 'handled' }];
	},
	classes: () => {
		class Own {}
		Own.toString = () => 'class';
		Own.call = () => 'call';
		class Heir extends Own {}
		Heir.apply = () => 'apply';
		return [String(Own), String(Heir), Heir.call(), Heir.apply()];
	},
	bound: () => {
		const own = ((a, b) => a + b).bind(null, 1);
		own.toString = () => 'bound';
		return [own(2), String(own)];
	},
	prototypes: () => {
		function Own() {}
		Own.prototype.toString = () => 'own';
		Own.prototype.constructor = Own;
		Own.prototype.valueOf = () => 3;
		return [String(new Own()), new Own() + 1];
	},
	async: () => {
		const own = async () => {};
		own.toString = () => 'async';
		own.then = 'field';
		return [String(own), own.then];
	}
};
