import * as yup from 'yup';

const schema = yup.object({ name: yup.string().required(), age: yup.number().required().positive().integer(), site: yup.string().url().nullable() });

export const load = async () => ({
	user: await schema.validate({ name: 'jimmy', age: '24' }),
	errors: await schema.validate({ age: -1 }, { abortEarly: false }).catch((error) => error.errors)
});
