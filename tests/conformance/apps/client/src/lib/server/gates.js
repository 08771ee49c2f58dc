// What waits until the visitor asks for it.
const gates = new Map();

function gate(event) {
	const key = event.cookies.get('visitor');
	if (!gates.has(key)) gates.set(key, Promise.withResolvers());
	return gates.get(key);
}

export const opened = (event) => gate(event).promise;

export const open = (event) => gate(event).resolve();

export const shut = (event) => gates.delete(event.cookies.get('visitor'));
