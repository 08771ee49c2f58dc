export const GET = () => {
	throw new Error('secret');
};
