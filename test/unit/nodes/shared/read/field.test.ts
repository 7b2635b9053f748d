import type { ITriggerFunctions } from 'n8n-workflow';
import { InvalidValueError } from '../../../../../gateway/values/invalidValueError';
import {
	evaluateField,
	parseField,
	problemOfValue,
	readTriggerField,
	refuseField,
} from '../../../../../nodes/shared/read/field';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';

const field = { name: 'agentId', displayName: 'Agent ID' };

/** The refusal that some work ends with. */
function refusalOf(work: () => unknown): PreflightError {
	try {
		work();
	} catch (error) {
		if (error instanceof PreflightError) return error;
		throw error;
	}
	throw new Error('It was not refused');
}

const noAgent = (): never => {
	throw new InvalidValueError("'x' is no agent", 'Give one.');
};

const unexpected = (): never => {
	throw new TypeError('cannot read properties of undefined');
};

it('refuses a field by its label, with the arguments that were read', () => {
	const problem = { problem: 'no good', remedy: 'Try another.' };
	expect(refusalOf(() => refuseField(field, problem, { reason: 1 }))).toMatchObject({
		message: 'Agent ID: no good',
		remedy: 'Try another.',
		args: { reason: 1 },
	});
	expect(refusalOf(() => refuseField(field, problem)).args).toEqual({});
});

it('refuses an expression that fails with the message of n8n', () => {
	expect(evaluateField(field, () => 5)).toBe(5);
	const evaluate = (): never => {
		throw new Error('Referenced node is unexecuted');
	};
	expect(refusalOf(() => evaluateField(field, evaluate, { reason: 1 }))).toMatchObject({
		message: 'Agent ID: the expression could not be evaluated',
		remedy: 'Check the expression. n8n says: Referenced node is unexecuted.',
		args: { reason: 1 },
	});
});

it('tells the problem of a value, also if the parser failed for another reason', () => {
	const known = new InvalidValueError('no good', 'Give one.');
	expect(problemOfValue(known, 'x')).toMatchObject({ problem: 'no good', remedy: 'Give one.' });
	expect(problemOfValue(new TypeError('no'), 'x')).toEqual({
		problem: "'x' could not be read",
		remedy: 'Check the value.',
	});
});

it('parses a value, or refuses it by the label of its field', () => {
	expect(parseField(field, '5', Number)).toBe(5);
	expect(refusalOf(() => parseField(field, 'x', noAgent))).toMatchObject({
		message: "Agent ID: 'x' is no agent",
		remedy: 'Give one.',
		args: {},
	});
	const { message } = refusalOf(() => parseField(field, 'x', unexpected));
	expect(message).toBe("Agent ID: 'x' could not be read");
});

it('reads the field of a trigger, which has no items', () => {
	const asked: unknown[] = [];
	const context = {
		getNodeParameter: (...of: unknown[]) => {
			asked.push(of);
			return '31001';
		},
	} as unknown as ITriggerFunctions;
	expect(readTriggerField(context, field, Number)).toBe(31001);
	expect(asked).toEqual([['agentId', null]]);
	expect(refusalOf(() => readTriggerField(context, field, noAgent)).message).toBe(
		"Agent ID: 'x' is no agent",
	);
});
