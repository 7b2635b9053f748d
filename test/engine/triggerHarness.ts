/** Shared by the engine tests of the trigger: a simulator, and workflows that are published and closed. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { useGateway } from '../support/nodeRunner';
import { serviceAgentsOf } from '../support/serviceAgents';
import { activate, type Active, type ActivateOptions } from '../support/trigger';
import { triggerFlow } from '../support/triggerFlow';
import { until } from '../support/until';

export const agentIdOf = ({ agentId }: ICredentialDataDecryptedObject): string => agentId as string;

export const notes = { events: ['noteReceived'] };

export const everything = {
	events: ['noteReceived', 'becameBusy', 'becameIdle', 'restBegan', 'restEnded', 'other'],
};

/** The texts of the notes in a trigger's output. */
export const texts = ({ emitted }: Active): unknown[] =>
	emitted.map(({ content }) => (content as IDataObject).text);

/** Starts a simulator for the tests of a file. */
export function useTrigger() {
	const gateway = useGateway({ switches: { noteEvent: 'note' } });
	const agents = serviceAgentsOf(gateway);

	const published: Active[] = [];
	afterEach(async () => {
		await Promise.all(published.splice(0).map(async ({ close }) => await close()));
	});

	const publish = async (
		parameters: IDataObject,
		credential: ICredentialDataDecryptedObject,
		options: Partial<ActivateOptions> = {},
	): Promise<Active> => {
		const active = await activate(triggerFlow(parameters), { credential, ...options });
		published.push(active);
		return active;
	};

	/** The error of publishing a workflow. */
	const refusal = async (
		parameters: IDataObject,
		credential: ICredentialDataDecryptedObject,
		options: Partial<ActivateOptions> = {},
	): Promise<unknown> =>
		await publish(parameters, credential, options).then(
			() => 'It was published',
			(error: unknown) => error,
		);

	const note = (to: string, text: string): void =>
		gateway().pushEvent(to, 'AgentOther_Note', { sender: '31001', context: text });

	const polls = () => agents.requestsTo('getAgentEvent');

	const polling = async (): Promise<void> =>
		await until('a poll', () => polls().some(({ endedAt }) => endedAt === undefined));

	return { ...agents, gateway, published, publish, refusal, note, polls, polling };
}
