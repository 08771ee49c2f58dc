import * as jose from 'jose';

const secret = new TextEncoder().encode('cc7e0d44fd473002f1c42167459001140ec6389b7353f8088f4d9a95f2f596f2');

export const load = async () => {
	const jwt = await new jose.SignJWT({ 'urn:example:claim': true })
		.setProtectedHeader({ alg: 'HS256' })
		.setIssuedAt(1700000000)
		.setIssuer('urn:example:issuer')
		.sign(secret);
	const { payload } = await jose.jwtVerify(jwt, secret, { issuer: 'urn:example:issuer' });
	return { jwt, issuer: payload.iss, thumbprint: await jose.calculateJwkThumbprint({ kty: 'oct', k: 'abc' }) };
};
