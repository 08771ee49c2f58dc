/** Does what ?do= says with the cookies, step by step: a step is a method's name and its arguments. */
export function run({ cookies, url }) {
	return JSON.parse(url.searchParams.get('do')).map(([method, ...args]) => {
		const options = args.at(-1);
		if (options?.expires) options.expires = new Date(options.expires);
		return cookies[method](...args) ?? null;
	});
}
