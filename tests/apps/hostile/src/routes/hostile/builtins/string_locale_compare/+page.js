/** Two long texts that differ in their last character only. */
function attack(size) {
	const text = 'a\u0301'.repeat(size);
	return `${text}a`.localeCompare(`${text}b`, 'de');
}

export async function load({ url }) {
	return { found: await attack(Number(url.searchParams.get('size') ?? 8e6)) };
}
