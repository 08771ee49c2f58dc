/** https://fetch.spec.whatwg.org/#null-body-status */
export const NULL_BODY_STATUSES = Object.freeze([101, 103, 204, 205, 304]);

/** https://fetch.spec.whatwg.org/#redirect-status */
export const REDIRECT_STATUSES = Object.freeze([301, 302, 303, 307, 308]);
