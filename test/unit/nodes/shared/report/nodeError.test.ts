import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { PreflightError } from '../../../../../nodes/shared/read/preflightError';
import { nodeError, triggerError } from '../../../../../nodes/shared/report/nodeError';
import { verdict } from '../../../../support/verdicts';

const node = {
	...{ id: '1', name: 'Node', type: 'node', typeVersion: 1, parameters: {} },
	position: [0, 0] as [number, number],
};

it.each([
	['of the gateway', verdict({ outcome: 'rejected' }), NodeApiError],
	['of the node', undefined, NodeOperationError],
])('keeps the message of an error %s, even one that n8n would rewrite', (_, cause, Class) => {
	const message = 'Agent 31001 was not set busy: EEXIST';
	const error = nodeError(node, message, { description: 'Look first.', itemIndex: 2 }, cause);
	expect(error).toBeInstanceOf(Class);
	expect(error).toMatchObject({
		...{ message, description: 'Look first.' },
		context: { itemIndex: 2 },
	});
});

describe('the error of a trigger', () => {
	it('has the message and the remedy of a refusal, escaped', () => {
		const refusal = new PreflightError('There is no agent', 'Choose <one> & try again.', {});
		expect(triggerError(node, refusal, 'The trigger could not start')).toMatchObject({
			message: 'There is no agent',
			description: 'Choose &lt;one&gt; &amp; try again.',
		});
	});

	it('says nothing of an unexpected error but that the trigger could not start', () => {
		expect(triggerError(node, new Error('secret'), 'The trigger could not start')).toMatchObject({
			message: 'The trigger could not start',
			description: 'Try again.',
		});
	});
});
