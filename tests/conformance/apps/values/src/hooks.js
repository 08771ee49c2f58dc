import { Box, Never, Vec } from '#lib/types.js';

export const transport = {
	Vec: {
		encode: (value) => value instanceof Vec && [value.x, value.y],
		decode: ([x, y]) => new Vec(x, y)
	},
	Box: {
		encode: (value) => value instanceof Box && { inner: value.inner },
		decode: ({ inner }) => new Box(inner)
	},
	// what encode returns is falsy: not encoded
	Never: { encode: (value) => value instanceof Never && 0, decode: () => new Never() }
};
