import Joi from 'joi';

const schema = Joi.object({
	username: Joi.string().alphanum().min(3).max(30).required(),
	email: Joi.string().email({ tlds: { allow: false } }),
	born: Joi.date().iso()
});

export const load = () => ({
	good: schema.validate({ username: 'abc', email: 'a@b.com', born: '1994-01-01' }).value.born.getUTCFullYear(),
	bad: schema.validate({ username: 'a' }).error.message
});
