/** A text of any value, types included; of errors only the name, for engines word their messages differently. */
export const show = (value) => {
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'bigint') return `${value}n`;
	if (typeof value === 'function') return '(function)';
	if (Object.is(value, -0)) return '-0';
	if (value === null || typeof value !== 'object') return String(value);
	if (value instanceof Error) return `(${value.name})`;
	if (value instanceof Date) return `Date ${value.getTime()}`;
	if (value instanceof ArrayBuffer) return `ArrayBuffer ${show([...new Uint8Array(value)])}`;
	if (value instanceof Map || value instanceof Set) return `${value.constructor.name} ${show([...value])}`;
	if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
	if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${show([...value])}`;
	if ((value.constructor?.name ?? 'Object') !== 'Object') return `(${value.constructor.name})`;
	const fields = Object.entries(value)
		.sort()
		.map(([name, field]) => `${name}: ${show(field)}`);
	return `{${fields.join(', ')}}`;
};

const outcome = async (work) => {
	try {
		return show(await work());
	} catch (error) {
		return `throws ${error?.name ?? show(error)}`;
	}
};

/** A line for each piece of work, done one after the other: its name, and what it gives or throws. */
export const tell = async (works) => {
	const lines = [];
	for (const [name, work] of Object.entries(works)) lines.push(`${name}: ${await outcome(work)}`);
	return lines.join('\n');
};

/** A load function that does what the route's parameter `how` names. */
export const telling = (ways) => async (event) => ({ told: await tell(ways[event.params.how](event)) });

/** The same without a catch: a page that fails is an error page. */
export const giving = (ways) => async (event) => ({ told: show(await ways[event.params.how](event)) });

/** A load function that does all of some works. */
export const telling_all = (works) => async () => ({ told: await tell(works) });
