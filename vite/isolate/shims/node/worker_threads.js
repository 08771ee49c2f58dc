/** @type {Map<unknown, unknown>} */
const environment = new Map();

/** Node's `worker_threads`, as a program sees it that has no threads. */
export const create = () => ({
	SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
	getEnvironmentData: (/** @type {unknown} */ key) => environment.get(key),
	isInternalThread: false,
	isMainThread: true,
	isMarkedAsUntransferable: () => false,
	markAsUncloneable() {},
	markAsUntransferable() {},
	parentPort: null,
	resourceLimits: {},
	setEnvironmentData(/** @type {unknown} */ key, /** @type {unknown} */ value) {
		environment.set(key, value);
	},
	threadId: 0,
	threadName: '',
	workerData: null
});
