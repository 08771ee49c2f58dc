import * as Comlink from 'comlink';

export const load = async () => {
	const { port1, port2 } = new MessageChannel();
	Comlink.expose({ name: 'counter', count: 0, add: async (a, b) => a + b, greet: (name) => `hello ${name}` }, port1);
	const remote = Comlink.wrap(port2);
	const found = { name: await remote.name, sum: await remote.add(40, 2), greeting: await remote.greet('Ada') };
	port1.close();
	return found;
};
