import { parseAgentId } from '../../../../../gateway/values/agentId';
import {
	commonOf,
	isVerdict,
	type Operation,
	type OperationArguments,
} from '../../../../../nodes/shared/read/operation';
import { verdict } from '../../../../support/verdicts';

it('knows a verdict from fields for the item', () => {
	expect(isVerdict(verdict())).toBe(true);
	expect(isVerdict({ state: 'busy', reached: true })).toBe(false);
	expect(isVerdict({ outcome: 'accepted' })).toBe(false);
	expect(isVerdict({ retry: 'never' })).toBe(false);
});

it('has all arguments in common unless there are recipients', () => {
	const args = { agentId: parseAgentId(31000), content: 'lunch' };
	const operation = {} as Operation<OperationArguments>;
	expect(commonOf(operation, args)).toEqual(args);
	expect(commonOf(operation, args)).not.toBe(args);
	const recipients = { common: () => ({ content: 'lunch' }) };
	expect(commonOf({ recipients } as unknown as typeof operation, args)).toEqual({
		content: 'lunch',
	});
});
