import pino from 'pino';

const logger = pino({ level: 'silent' });

export const load = () => {
	logger.info('hello world');
	return { level: logger.child({ module: 'page' }).level, warn: pino.levels.values.warn };
};
