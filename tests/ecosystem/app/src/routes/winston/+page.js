import { browser } from '$app/environment';

// winston has no build for browsers, so it is imported on the server only
export const load = async () => {
	if (browser) return { level: 'warn', levels: 7 };
	const { default: winston } = await import('winston');
	const logger = winston.createLogger({ level: 'warn', transports: [new winston.transports.Console({ silent: true })] });
	logger.warn('silent');
	return { level: logger.level, levels: Object.keys(winston.config.npm.levels).length };
};
