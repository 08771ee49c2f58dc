import { expose } from './expose.js';
import { OWN, require_own } from './illegal_constructor.js';

const LANGUAGES = Object.freeze(['en-US']);

/** as much of a browser's navigator as Node has */
class Navigator {
	/** @param {unknown} [key] */
	constructor(key = null) {
		require_own(key);
	}

	get hardwareConcurrency() {
		return 1;
	}

	get language() {
		return 'en-US';
	}

	get languages() {
		return LANGUAGES;
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

expose({ Navigator, navigator: new Navigator(OWN) });
