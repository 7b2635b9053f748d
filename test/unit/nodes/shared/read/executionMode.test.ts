import type { IExecuteFunctions } from 'n8n-workflow';
import { executionModeOf } from '../../../../../nodes/shared/read/executionMode';

interface Situation {
	type?: string;
	onError?: string;
	asFunction?: boolean;
	signal?: AbortSignal;
}

const modeOf = ({ type = 'sendNote', onError, asFunction, signal }: Situation) =>
	executionModeOf({
		getNode: () => ({ type: `n8n-nodes-cc-gateway.${type}`, onError }),
		continueOnFail: () => onError?.startsWith('continue') ?? false,
		getExecutionCancelSignal: () => signal,
		...(asFunction === undefined ? {} : { isToolExecution: () => asFunction }),
	} as unknown as IExecuteFunctions);

const TOOL = 'sendNoteTool';
const ERROR_OUTPUT = 'continueErrorOutput';

it.each<[string, Situation, object]>([
	['a workflow', {}, { asTool: false, stopAtFailure: true, errorOutput: false }],
	[
		'a workflow that continues',
		{ onError: 'continueRegularOutput' },
		{ stopAtFailure: false, errorOutput: false, outputDiscarded: false },
	],
	[
		'a workflow with an error output',
		{ onError: ERROR_OUTPUT },
		{ stopAtFailure: false, errorOutput: true, outputDiscarded: false },
	],
	[
		'a tool that is a node',
		{ type: TOOL, asFunction: false },
		{ asTool: true, stopAtFailure: false, errorOutput: false, outputDiscarded: false },
	],
	[
		'a tool that is a node with an error output',
		{ type: TOOL, onError: ERROR_OUTPUT },
		{ asTool: true, errorOutput: false, calledAsFunction: false, outputDiscarded: true },
	],
	[
		'a tool that is called as a function',
		{ asFunction: true, onError: ERROR_OUTPUT },
		{ asTool: true, errorOutput: false, calledAsFunction: true, outputDiscarded: false },
	],
])('tells the mode of %s', (_name, situation, mode) => {
	expect(modeOf(situation)).toMatchObject(mode);
});

it('takes a node for no function where n8n cannot tell', () => {
	expect(modeOf({})).toMatchObject({ calledAsFunction: false, asTool: false });
});

it('is cancelled once the execution was cancelled, and never where n8n has no signal', () => {
	const controller = new AbortController();
	const mode = modeOf({ signal: controller.signal });
	expect(mode.cancelled()).toBe(false);
	controller.abort();
	expect(mode.cancelled()).toBe(true);
	expect(modeOf({}).cancelled()).toBe(false);
});
