export const load = async ({ cookies }) => ({ cookies: cookies.getAll(), session: { user: { id: 'u1', email: 'ada@example.com' } } });
