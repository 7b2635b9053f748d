import type { IDataObject } from 'n8n-workflow';
import { quote } from '../../../gateway/values/invalidValueError';
import { parseFieldExpression } from './fieldExpression';

const CHECK_NAME = 'Check the name of the field in the expression.';

/** A name without what a table does not show: blanks around it, a byte-order mark and letter case. */
const looks = (name: string): string =>
	name
		.replace(/\p{Cf}/gu, '')
		.trim()
		.toLowerCase();

/** Everything that makes a name differ from one that looks the same. */
const differences = (name: string): string =>
	[
		name !== name.trim() && 'with a blank beside it',
		/\p{Cf}/u.test(name) && 'with an invisible character, such as a byte-order mark',
	]
		.filter((difference) => difference !== false)
		.join(' and ');

/**
 * Suggests what to check where an expression yields nothing: the columns with nearly the same name, or empty cells.
 * @param parameter the field of the panel, as it is stored
 * @param json the fields of the input item
 */
export function whyNothing(parameter: unknown, json: IDataObject | undefined): string {
	const value = typeof parameter === 'object' && parameter !== null && 'value' in parameter;
	const path = parseFieldExpression(value ? parameter.value : parameter);
	const [name] = path ?? [];
	if (path?.length !== 1 || name === undefined || json === undefined) return CHECK_NAME;
	if (Object.hasOwn(json, name)) return `The field ${quote(name)} of the item is empty.`;
	const near = Object.keys(json).filter((other) => looks(other) === looks(name));
	if (near.length === 0) {
		return `The item has no field ${quote(name)}: ${CHECK_NAME.charAt(0).toLowerCase()}${CHECK_NAME.slice(1)} Some sources leave a field out where its cell is empty.`;
	}
	const named = near.map((other) => [quote(other), differences(other)].filter(Boolean).join(' '));
	return `The item has no field ${quote(name)}, but one that looks the same: ${named.join(', ')}. Drag that column into the field, or rename it where it comes from.`;
}
