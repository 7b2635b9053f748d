/** Runs the check of a gateway in n8n: from the parameters of the node to one item per answer. */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { CheckStoppedError } from '../../../gateway/check/answer';
import { type CheckResult, runCheck } from '../../../gateway/check/check';
import type { CheckAgents } from '../../../gateway/check/context';
import { type Depth, DEPTHS } from '../../../gateway/check/question';
import { capitalize } from '../../../gateway/values/capitalize';
import { type AgentId, parseAgentId } from '../../../gateway/values/agentId';
import { escapeHtml, thoroughRedactor } from '../../../gateway/values/redact';
import { parseField, refuseField } from '../read/field';
import { PreflightError } from '../read/preflightError';
import { nodeError } from '../report/nodeError';
import { readCredential, settingsOf } from '../session/credential';
import { agentOf, type CheckCredential, createCheckAdapter } from './adapter';
import { explainAnswer } from './meanings';

/** The fields of the node. */
export interface CheckFields {
	depth: INodeProperties;
	colleagueId: INodeProperties;
	unusedId: INodeProperties;
}

/**
 * Checks the gateway once, whatever the number of input items.
 * @throws {NodeOperationError} where the check cannot begin, unless the node is set to continue
 */
export async function checkGateway(
	context: IExecuteFunctions,
	fields: CheckFields,
): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	try {
		return [await checked(context, fields)];
	} catch (error) {
		const { message, remedy } = explain(error);
		if (!context.continueOnFail()) {
			throw nodeError(context.getNode(), message, { description: escapeHtml(remedy) });
		}
		return [[{ json: { error: { message, description: remedy } }, pairedItem: { item: 0 } }]];
	}
}

async function checked(
	context: IExecuteFunctions,
	fields: CheckFields,
): Promise<INodeExecutionData[]> {
	const data = await readCredential(context, 0);
	const credential: CheckCredential = { data, settings: settingsOf(data) };
	const agents = readAgents(context, fields, agentOf(credential));
	const depth = readDepth(context, fields.depth);
	const adapter = createCheckAdapter(context, credential, context.getExecutionCancelSignal());
	const restoring = createCheckAdapter(context, credential, undefined);
	const { cache } = adapter.sessionContext;
	const redact = (): (<T>(value: T) => T) =>
		thoroughRedactor([...cache.secrets.all(), ...secretsOf(credential)]);
	const result = await runCheck({ depth, agents, adapter, restoring }).catch((error: unknown) =>
		failureOf(error, redact()),
	);
	return itemsOf(redact()(result));
}

/** Throws a failure again, without secrets. */
function failureOf(error: unknown, redact: <T>(value: T) => T): never {
	throw error instanceof CheckStoppedError ? new CheckStoppedError(redact(error.reason)) : error;
}

function secretsOf({ settings: { authentication } }: CheckCredential): string[] {
	switch (authentication.mode) {
		case 'guid':
			return [authentication.guid];
		case 'signIn':
			return [authentication.password];
		case 'guidPerItem':
			return [];
	}
}

const PROFILE_ADVICE =
	'Paste this item into the issue form "What my gateway does". It holds no Guid, cookie or password. In the simulator, \'npm run simulator -- --profile file.json\' makes it answer like this gateway.';

function itemsOf({ answers, profile, warnings }: CheckResult): INodeExecutionData[] {
	const rows: IDataObject[] = answers.map((answer) => ({ ...explainAnswer(answer) }));
	for (const warning of warnings) {
		rows.push({
			id: 'notPutBack',
			question: 'Was the agent put back as it was?',
			answer: warning,
			code: 'no',
			meaning: 'A request of the check was lost or refused at the end.',
			advice: 'Look at the agent and set its state by hand.',
			evidence: {},
		});
	}
	rows.push({
		id: 'profile',
		question: 'All answers',
		answer: 'The codes of all answers.',
		code: 'profile',
		meaning: 'They describe this gateway.',
		advice: PROFILE_ADVICE,
		evidence: {},
		profile,
	});
	return rows.map((json) => ({ json, pairedItem: { item: 0 } }));
}

/** @throws {PreflightError} */
function readAgents(
	context: IExecuteFunctions,
	{ colleagueId, unusedId }: CheckFields,
	agentId: AgentId,
): CheckAgents {
	const read = (field: INodeProperties): AgentId | undefined => {
		const value = context.getNodeParameter(field.name, 0, '');
		if (value === '' || value === null || value === undefined) return undefined;
		const id = parseField(field, value, parseAgentId);
		if (id !== agentId) return id;
		return refuseField(field, {
			problem: `${agentId} is the agent of the credential`,
			remedy: 'Give another agent, or leave the field empty.',
		});
	};
	return {
		agentId,
		colleagueId: read(colleagueId),
		unusedId: read(unusedId),
		labels: { colleagueId: colleagueId.displayName, unusedId: unusedId.displayName },
	};
}

/** @throws {PreflightError} */
function readDepth(context: IExecuteFunctions, field: INodeProperties): Depth {
	const value = context.getNodeParameter(field.name, 0);
	const depth = DEPTHS.find((one) => one === value);
	if (depth) return depth;
	return refuseField(field, {
		problem: 'the value is not one of the list',
		remedy: `Choose one from the list, or let the expression yield one of: ${DEPTHS.join(', ')}.`,
	});
}

function explain(error: unknown): { message: string; remedy: string } {
	if (error instanceof PreflightError) return error;
	if (error instanceof CheckStoppedError) {
		return {
			message: `The gateway could not be checked: ${error.reason}`,
			remedy:
				"Press 'Test' in the credential, and run the check again when the test is green. The check signs in once, and never ends the session of others.",
		};
	}
	const said = error instanceof Error ? capitalize(error.message) : '';
	return { message: 'The gateway could not be checked', remedy: `Try again. ${said}`.trim() };
}
