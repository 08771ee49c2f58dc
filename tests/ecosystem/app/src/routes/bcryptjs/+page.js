import bcrypt from 'bcryptjs';

export const load = async () => {
	const hash = bcrypt.hashSync('bacon', '$2b$04$abcdefghijklmnopqrstuu');
	return { hash, right: await bcrypt.compare('bacon', hash), wrong: bcrypt.compareSync('veggies', hash), salt: bcrypt.genSaltSync(4).length };
};
