/** Send Note as a tool of AI agents with every setting of On Error and Retry On Fail. */
import { ExecuteContext, SupplyDataContext } from 'n8n-core';
import { CALL_MODES } from '../support/aiAgent';
import { credentialFor, type OnError } from '../support/nodeRunner';
import { gateway, inboxes, crowd, sendNote, reportedIn, why } from './toolHarness';

/** All settings except the one in which n8n loses the answer, which has a test of its own. */
const SETTINGS = CALL_MODES.flatMap((way) =>
	[undefined, 'stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'].flatMap((onError) =>
		way === 'requested' && onError === 'continueErrorOutput'
			? []
			: [false, true].map((retryOnFail) => ({ way, onError: onError as OnError, retryOnFail })),
	),
);

describe.each(SETTINGS)(
	'Send Note as a tool that is $way, On Error $onError, Retry On Fail $retryOnFail',
	({ way, onError, retryOnFail }) => {
		const tool = { onError, retryOnFail, maxTries: 3, waitBetweenTries: 1 };

		it('names the recipients of a note to the model', async () => {
			const called = await sendNote(way, { agentIds: '31001, 31002', content: 'Hello' }, { tool });
			expect(called.answers[0]).toContain('"outcome":"accepted"');
			expect(reportedIn(called)).toMatchObject({ recipients: { accepted: [31001, 31002] } });
			expect(reportedIn(called)).not.toHaveProperty('error');
			expect(inboxes(31001, 31002)).toEqual([1, 1]);
		});

		it.each([
			['reset after it was carried out', { kind: 'resetAfter' }, 1],
			['broken off after it was carried out', { kind: 'truncate' }, 1],
			['an error page', { kind: 'status' }, 0],
		] as const)(
			'reports unknown and sends nothing again if the answer is lost %s',
			async (_, fault, got) => {
				gateway().faults.add(fault);
				const called = await sendNote(
					way,
					{ agentIds: '31001, 31002', content: 'Hello' },
					{ tool },
				);
				expect(called.answers[0]).toContain('"outcome":"unknown"');
				expect(reportedIn(called)).toMatchObject({
					recipients: { accepted: [], unknown: [31001, 31002] },
				});
				expect(why(reportedIn(called))).toMatch(
					/^The note to 2 agents may or may not have been sent: /,
				);
				expect(inboxes(31001, 31002)).toEqual([got, got]);
				expect(gateway().requests).toHaveLength(1);
			},
		);

		it('names the recipients with and without the note if one is refused', async () => {
			const call = { agentIds: '31001, 31099, 31002', content: 'Hello' };
			const called = await sendNote(way, call, { tool });
			expect(called.answers[0]).toContain('"accepted":[31001,31002],"rejected":[31099]');
			expect(reportedIn(called)).toMatchObject({ outcome: 'rejected' });
			expect(why(reportedIn(called))).toMatch(/^The note to agent 31099 was not sent: /);
			expect(inboxes(31001, 31002)).toEqual([1, 1]);
		});

		it('reports unknown and sends nothing again if the node itself fails at an answer', async () => {
			const { parse } = JSON;
			jest.spyOn(JSON, 'parse').mockImplementation((text: string) => {
				const value: unknown = parse(text);
				if (!/^\s*\{[^{]*"retcode"/.test(text)) return value;
				return Object.defineProperty(value as object, 'message', {
					get: () => {
						throw new RangeError('Maximum call stack size exceeded');
					},
				});
			});
			const called = await sendNote(way, { agentIds: '31001', content: 'Hello' }, { tool });
			jest.restoreAllMocks();
			expect(reportedIn(called)).toMatchObject({
				outcome: 'unknown',
				recipients: { unknown: [31001] },
			});
			expect(inboxes(31001)).toEqual([1]);
		});

		it('reports unknown and sends nothing twice if the report itself fails', async () => {
			for (const { prototype } of [ExecuteContext, SupplyDataContext]) {
				jest.spyOn(prototype, 'addExecutionHints').mockImplementation(() => {
					throw new Error('It was not to be expected');
				});
			}
			const call = { agentIds: '31001, 31099', content: 'Hello' };
			const called = await sendNote(way, call, { tool });
			expect(reportedIn(called)).toMatchObject({ outcome: 'unknown' });
			expect(called.answers[0]).toContain('look at the agents before you send them again');
			expect(inboxes(31001)).toEqual([1]);
		});

		it.each([
			['an address that is none', { gatewayUrl: 'gateway' }, /gateway/i, 0],
			['a Guid that is not valid', { guid: 'x'.repeat(20) }, /./, 1],
		])('reports an unusable credential to the model: %s', async (_, fields, message, requests) => {
			const call = { agentIds: '31001', content: 'Hello' };
			const credential = credentialFor(gateway(), '31000', fields);
			const called = await sendNote(way, call, { tool, credential });
			expect(called.answers[0]).toContain('"outcome":"rejected"');
			expect(why(reportedIn(called))).toMatch(message);
			expect(inboxes(31001)).toEqual([0]);
			expect(gateway().requests.length).toBeGreaterThanOrEqual(requests);
		});

		it('reports to the model that nothing was sent if the credential does not exist', async () => {
			const credentials = { ccGatewayApi: { id: 'gone', name: 'Gone' } };
			const call = { agentIds: '31001', content: 'Hello' };
			const called = await sendNote(way, call, { tool: { ...tool, credentials } });
			expect(reportedIn(called)).toMatchObject({ outcome: 'rejected' });
			expect(called.answers[0]).toContain('Nothing was sent');
		});

		it('describes the format of IDs to a model that gives an invalid one', async () => {
			const called = await sendNote(way, { agentIds: 'everybody', content: 'Hello' }, { tool });
			expect(why(reportedIn(called))).toMatch(/Recipient Agent IDs/);
			expect(gateway().requests).toHaveLength(0);
		});

		it('accepts 100 recipients and refuses 101', async () => {
			const everybody = crowd(101);
			const call = (ids: number[]) => ({ agentIds: ids.join(), content: 'Hello' });
			const options = { maxRecipients: 1000 };
			const refused = await sendNote(way, call(everybody), { tool, options });
			expect(why(reportedIn(refused))).toBe(
				'This run would send 101 notes, and at most 100 are allowed',
			);
			expect(refused.answers[0]).toContain('Nothing was sent');
			expect(gateway().requests).toHaveLength(0);

			const called = await sendNote(way, call(everybody.slice(1)), { tool, options });
			expect(reportedIn(called)).toMatchObject({ outcome: 'accepted' });
			expect(inboxes(...everybody)).toEqual(everybody.map((_, index) => (index === 0 ? 0 : 1)));
		});

		it('sends nothing more once the execution is cancelled', async () => {
			let cancel = () => {};
			// Called when a request arrives.
			const match = () => {
				cancel();
				return true;
			};
			gateway().faults.add({ kind: 'stall', match });
			const call = { agentIds: '31001', content: 'Hello' };
			const onStart = (stop: () => void) => (cancel = stop);
			const { run, runs } = await sendNote(way, call, { tool, onStart });
			expect(run.status).toBe('canceled');
			expect(inboxes(31001)).toEqual([1]);
			expect(JSON.stringify(runs('Node'))).toContain('"outcome":"unknown"');
		});
	},
);
