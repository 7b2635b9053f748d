/** The form of an option, and the kinds that share the way they are read. The field says which values are allowed. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { parseChoice, parseSwitch } from '../../../gateway/values/choices';
import { parseWholeNumber } from '../../../gateway/values/numbers';

export interface Option<T> {
	/** The field in the editor. Its default is the value of an option that was just added. */
	field: INodeProperties;
	/**
	 * Parses the given value.
	 * @throws {InvalidValueError} for a value that is not allowed
	 */
	parse: (value: unknown) => T;
	/** The value as long as the option was not added. */
	absent: T;
}

type Field<T> = INodeProperties & { default: T };

/** On or off. */
export const switched = (field: Field<boolean>): Option<boolean> => ({
	field,
	parse: parseSwitch,
	absent: field.default,
});

/** A whole number in the range of its field. */
export function wholeNumber(
	field: Field<number> & { typeOptions: { minValue: number; maxValue: number } },
): Option<number> {
	const { minValue: min, maxValue: max } = field.typeOptions;
	return { field, parse: (value) => parseWholeNumber(value, { min, max }), absent: field.default };
}

/** One of the values of its field's list. */
export function choice<T extends string>(
	field: Omit<Field<T>, 'options'> & { options: Array<INodePropertyOptions & { value: T }> },
): Option<T> {
	const values = field.options.map(({ value }) => value);
	return { field, parse: (value) => parseChoice(value, values), absent: field.default };
}
