import posthog from 'posthog-js';
import { browser } from '$app/environment';

export const load = () => {
	if (browser) {
		posthog.init('phc_test', {
			api_host: `${location.origin}/api/posthog`,
			advanced_disable_flags: true,
			autocapture: false,
			capture_pageview: false,
			capture_pageleave: false,
			disable_external_dependency_loading: true,
			disable_session_recording: true,
			opt_out_useragent_filter: true,
			persistence: 'memory',
			before_send: () => null
		});
	}
	return {};
};
