/** Reading the value of a field, in the same words for items, triggers and the check. */
import type { IDataObject, INodeProperties, IPollFunctions, ITriggerFunctions } from 'n8n-workflow';
import { type Problem, problemOf, quote } from '../../../gateway/values/invalidValueError';
import { PreflightError } from './preflightError';
import { saidByN8n } from './saidByN8n';

type Field = Pick<INodeProperties, 'name' | 'displayName'>;

/**
 * Refuses the value of a field.
 * @param args the arguments that could be read of the item, for the report
 * @throws {PreflightError} always
 */
export function refuseField(
	{ displayName }: Pick<Field, 'displayName'>,
	{ problem, remedy }: Problem,
	args: IDataObject = {},
): never {
	throw new PreflightError(`${displayName}: ${problem}`, remedy, args);
}

/**
 * Evaluates the expression in a field.
 * @param evaluate throws n8n's error
 * @throws {PreflightError} with n8n's message
 */
export function evaluateField(field: Field, evaluate: () => unknown, args?: IDataObject): unknown {
	try {
		return evaluate();
	} catch (error) {
		const problem = 'the expression could not be evaluated';
		return refuseField(
			field,
			{ problem, remedy: `Check the expression.${saidByN8n(error)}` },
			args,
		);
	}
}

/** The problem of a value that a parser refused, or at which it failed for another reason. */
export const problemOfValue = (error: unknown, value: unknown): Problem =>
	problemOf(error, { problem: `${quote(value)} could not be read`, remedy: 'Check the value.' });

/** Parses the value of a field. @throws {PreflightError} for a value that is not allowed */
export function parseField<T>(field: Field, value: unknown, parse: (value: unknown) => T): T {
	try {
		return parse(value);
	} catch (error) {
		return refuseField(field, problemOfValue(error, value));
	}
}

/** Reads a field of a trigger, which has no items. @throws {PreflightError} for a value that is not allowed */
export function readTriggerField<T>(
	context: ITriggerFunctions | IPollFunctions,
	field: Field,
	parse: (value: unknown) => T,
): T {
	const value = evaluateField(field, () => context.getNodeParameter(field.name, null));
	return parseField(field, value, parse);
}
