export function load() {
	const rows = [];
	for (let id = 1; id <= 50; id += 1) {
		rows.push({ id, name: `Person ${id} <&>`, mail: `person${id}@example.com`, role: id % 10 === 0 ? 'admin' : 'member' });
	}
	return { rows };
}
