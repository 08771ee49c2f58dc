/**
 * Make an element.
 *
 * @param {string} tag
 * @param {Record<string, any>} properties any: whatever the element has
 * @param {...(Node | string)} children
 */
export function element(tag, properties, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

/**
 * Make a button that opens a file in the editor.
 *
 * @param {string} label
 * @param {string} open the file, with a line and a column
 */
export function editor_button(label, open) {
	const url = `${import.meta.env.BASE_URL}__open-in-editor?file=${encodeURIComponent(open)}`;
	return element('button', {
		type: 'button',
		className: 'open',
		title: 'Open in the editor',
		textContent: label,
		onclick: () => fetch(url)
	});
}
