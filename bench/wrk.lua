-- Prints what one run of wrk measured as one line of JSON (times in microseconds).
function done(summary, latency)
	local errors = summary.errors
	io.write(string.format(
		'{"requests":%d,"duration_us":%d,"bytes":%d,"p50_us":%.1f,"p99_us":%.1f,"max_us":%.1f,"failed":%d}\n',
		summary.requests, summary.duration, summary.bytes,
		latency:percentile(50), latency:percentile(99), latency.max,
		errors.connect + errors.read + errors.write + errors.status + errors.timeout
	))
end
