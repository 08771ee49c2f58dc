// Texts made of values. Times are told from the `now` that the server sent and in UTC, so that the server and
// the browser write the same words.

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const fullDay = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60]
];

/** "9 minutes ago"; after a week the date. */
export function ago(at: Date, now: Date): string {
	const seconds = Math.max(0, (now.getTime() - at.getTime()) / 1000);
	if (seconds > 7 * 86_400) return formatDay(at);
	for (const [unit, size] of UNITS) {
		if (seconds >= size) return relative.format(-Math.floor(seconds / size), unit);
	}
	return 'just now';
}

/** "3 Nov" */
export function formatDay(at: Date): string {
	return day.format(at);
}

/** "3 November 2026" */
export function formatFullDay(at: Date): string {
	return fullDay.format(at);
}

/** "Mara Lindqvist" -> "ML" */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/);
	const last = words.length > 1 ? words[words.length - 1][0] : '';
	return ((words[0]?.[0] ?? '?') + last).toUpperCase();
}

/** A hue that belongs to a name, in degrees. */
export function hue(name: string): number {
	let sum = 0;
	for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 360;
	return sum;
}

/** "admin" -> "Admin" */
export function capitalize(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** "1 person", "12 people" */
export function count(number: number, one: string, many: string): string {
	return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
