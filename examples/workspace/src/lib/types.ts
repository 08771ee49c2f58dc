// What the Python side sends, as the components see it. The server's own types are in lib/server/views.py.

export type Role = 'admin' | 'member' | 'viewer';
export type Status = 'active' | 'invited' | 'paused';
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

export interface Me {
	id: number;
	name: string;
	email: string;
	role: Role;
}

export interface Person {
	id: number;
	name: string;
	email: string;
	title: string;
	team: string;
	role: Role;
	status: Status;
	created_at: Date;
	last_seen_at: Date | null;
}

export interface ActivityLine {
	id: number;
	actor: string;
	kind: string;
	subject: string;
	at: Date;
}

export interface Day {
	date: string;
	count: number;
}

/** What an action answers when the input does not fit. */
export interface FormState {
	message?: string;
	errors?: Record<string, string>;
	values?: Record<string, string>;
}
