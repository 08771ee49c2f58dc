import { error, fail, redirect } from '@sveltejs/kit';
import { Point } from '../../lib/point.js';
import { count } from '../../lib/server/visits.js';

export const load = (event) => ({ ran: count(event, 'forms') });

async function act({ request, cookies }) {
	const form = await request.formData();
	const how = form.get('how');
	cookies.set('acted', how ?? 'nothing');
	if (how === 'fail') return fail(400, { wrong: 'name', name: form.get('name') });
	if (how === 'conflict') return fail(409, { point: new Point(1, 2) });
	if (how === 'redirect') redirect(303, '/plain/moved');
	if (how === 'away') redirect(303, 'http://localhost:1/', { external: true });
	if (how === 'same') redirect(303, '/forms');
	if (how === 'error') error(418, { message: 'teapot', size: 2 });
	if (how === 'throw') throw new Error('secret');
	if (how === 'nothing') return;
	const file = form.get('file');
	return { name: form.get('name'), when: new Date(0), file: file && [file.name, file.size, await file.text()] };
}

export const actions = { act, second: () => ({ second: true }) };
