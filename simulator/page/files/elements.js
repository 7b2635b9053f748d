/** Texts go in as text, never as HTML. */

export const byId = (id) => document.getElementById(id);

/** Makes an element with children: elements or texts. */
export function make(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}
