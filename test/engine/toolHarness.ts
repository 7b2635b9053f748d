/** Shared by the engine tests of nodes as tools: a gateway, and calls of Send Note. */
import type { IDataObject } from 'n8n-workflow';
import type { Call, CallMode } from '../support/aiAgent';
import { credentialFor, useGateway } from '../support/nodeRunner';
import { callTool, type Called, NOTE, type ToolOptions } from '../support/toolCall';

export const gateway = useGateway({ switches: { guidScope: 'vdn' } });

beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0));

afterEach(() => jest.restoreAllMocks());

export const inboxes = (...ids: number[]) =>
	ids.map((id) => gateway().agent(String(id)).inbox.length);

/** Adds recipients and returns their IDs. */
export const crowd = (count: number): number[] =>
	Array.from({ length: count }, (_, index) => {
		const id = 40_000 + index;
		gateway().addAgent({ id: String(id) });
		return id;
	});

export const sendNote = async (
	way: CallMode,
	calls: Call | Call[],
	{ options = {}, ...rest }: Partial<ToolOptions> & { options?: IDataObject } = {},
): Promise<Called> =>
	await callTool(way, ['sendNote', { ...NOTE, options }], [calls].flat(), {
		credential: credentialFor(gateway()),
		...rest,
	});

/** The single item that the model received in answer to a call. */
export function reportedIn({ answers, error }: Called, call = 0): IDataObject {
	expect(error).toBeUndefined();
	const items = JSON.parse(answers[call] ?? '') as IDataObject[];
	expect(items).toHaveLength(1);
	return items[0] ?? {};
}

export const why = ({ error }: IDataObject) => (error as { message: string }).message;
