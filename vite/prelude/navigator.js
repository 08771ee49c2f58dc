import { expose } from './expose.js';

/** as much of a browser's navigator as Node has */
class Navigator {
	get hardwareConcurrency() {
		return 1;
	}

	get language() {
		return 'en-US';
	}

	get languages() {
		return Object.freeze(['en-US']);
	}

	get platform() {
		return 'linux';
	}

	get userAgent() {
		return 'lissome';
	}

	get [Symbol.toStringTag]() {
		return 'Navigator';
	}
}

expose({ Navigator, navigator: new Navigator() });
