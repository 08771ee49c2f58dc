import { error, fail, redirect } from '@sveltejs/kit';

export const load = () => ({ loaded: true });

export const actions = {
	default: async ({ request, cookies, setHeaders, url }) => {
		const form = await request.formData();
		const how = form.get('how');
		cookies.set('posted', String(how));
		setHeaders({ 'x-posted': String(how) });
		if (how === 'fail') return fail(422, { missing: true, how });
		if (how === 'fail400') return fail(400, { list: [1, 2], date: new Date(0) });
		if (how === 'failempty') return fail(400, {});
		if (how === 'failnull') return fail(400, null);
		if (how === 'redirect') redirect(303, '/actions/default?done=1');
		if (how === 'redirect307') redirect(307, '/actions/named');
		if (how === 'error') error(418, 'teapot', { code: 1 });
		if (how === 'throw') throw new Error('secret');
		if (how === 'nothing') return;
		if (how === 'null') return null;
		if (how === 'falsy') return 0;
		if (how === 'emptystring') return '';
		if (how === 'empty') return {};
		if (how === 'types') return { date: new Date(0), set: new Set([1]), big: 10n ** 20n, nan: NaN };
		if (how === 'bad') return { fn: () => 1 };
		if (how === 'text') return 'just a text';
		if (how === 'list') return [1, 2];
		if (how === 'url') return { url: url.pathname + url.search };
		if (how === 'script') return { text: '</script><b>' };
		return { fields: [...form].map(([key, value]) => [key, value]) };
	}
};
