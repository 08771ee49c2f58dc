import Handlebars from 'handlebars';
import { WEBSITE_NAME } from '../config.js';
import template from './welcome.hbs?raw';

export const load = async () => {
	const handlebars = Handlebars.create();
	handlebars.registerHelper('upper', (text) => text.toUpperCase());
	const properties = { company: WEBSITE_NAME, name: '<Ada>', docks: ['north', 'south'] };
	return { html: handlebars.compile(template)(properties) };
};
