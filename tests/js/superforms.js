// The real superforms with the real Zod, for tests/test_recipes.py. Started as `node superforms.js <node_modules>`;
// reads a JSON list of cases `[schema, sent]` and writes that of the forms. What was sent is a list of a form's
// fields, an object of initial data, or null.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** @param {string} file below node_modules */
const load = (file) => import(pathToFileURL(`${process.argv[2]}/${file}`).href);

// The index of superforms' adapters imports every validation library, which takes a second.
const { superValidate } = await load('sveltekit-superforms/dist/superValidate.js');
const { zod } = await load('sveltekit-superforms/dist/adapters/zod4.js');
const { z } = await load('zod/index.js');

const flat = z.object({
	name: z.string().min(2).max(40),
	email: z.string().regex(/^[^@]+@[^@]+$/),
	age: z.int().min(18).lt(150).nullable().default(null),
	stars: z.int().gt(0).max(5),
	price: z.number().min(0).multipleOf(0.5).default(1.5),
	size: z.enum(['small', 'large']),
	agreed: z.boolean(),
	tags: z.array(z.string().min(2)).min(1),
	more: z.array(z.string()).default([]),
	kind: z.literal('contact')
});
const customer = z.object({ name: z.string().min(1), zip: z.string().regex(/^\d+$/).nullable() });
const line = z.object({ item: z.string().min(1), count: z.int().min(1).max(99) });
const order = z
	.object({
		customer: customer.refine((value) => value.name !== 'nobody', 'unknown'),
		lines: z.array(line.refine((value) => value.item !== 'nothing', 'unknown')).min(1),
		grid: z.array(z.array(z.string().min(1))).default([])
	})
	.refine((value) => value.lines.length < 3, 'too many lines');
const schemas = { Flat: flat, Order: order };

/** @param {any} sent */
function received(sent) {
	if (!Array.isArray(sent)) return sent;
	const fields = new FormData();
	for (const [name, value] of sent) fields.append(name, value);
	return fields;
}

/** @type {[keyof typeof schemas, any][]} */
const cases = JSON.parse(readFileSync(0, 'utf8'));
const forms = cases.map(([name, sent]) => superValidate(received(sent), zod(schemas[name])));
process.stdout.write(JSON.stringify(await Promise.all(forms)));
