export const init = async () => {
	console.log('init');
};

export const handleError = ({ kind, error, event }) => {
	console.log(`handleError ${kind} ${error.status ?? error.message} at ${event.url.pathname}`);
	return { code: kind };
};
