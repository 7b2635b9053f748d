/** Shared by the engine tests of the example workflows: a gateway, the system with the current Guids, and runs. */
import type { IDataObject } from 'n8n-workflow';
import { type Desktop, serveDesktop } from '../../simulator';
import { CREDENTIAL_ID, credentialFor, useGateway } from '../support/nodeRunner';
import { execute, type ExecuteOptions } from '../support/engine';
import { NEVER_FAKED } from '../support/fastClock';
import {
	DESKTOP_CREDENTIAL_ID,
	desktopCredential,
	type Example,
	type ExampleOptions,
	exampleWorkflow,
} from '../support/workflows';

/** The stricter gateway: a session acts only for its own agent. */
export const gateway = useGateway({ switches: { guidScope: 'own' } });

export let desktop: Desktop;

beforeAll(async () => {
	desktop = await serveDesktop(gateway(), 'key-of-the-tests');
});

afterAll(async () => await desktop?.close());

export const run = async (
	name: Example,
	fields: IDataObject = {},
	options: ExecuteOptions & ExampleOptions = {},
) =>
	await execute(exampleWorkflow(name, { desktop, ...options }), {
		credentials: {
			[CREDENTIAL_ID]: credentialFor(gateway(), '31000', fields),
			[DESKTOP_CREDENTIAL_ID]: desktopCredential(desktop),
		},
		...options,
	});

/** Gateways where a session acts only for its own agent, or for its whole VDN. */
export const SCOPES = ['own', 'vdn'] as const;

export const at = (instant: string) =>
	jest.useFakeTimers({
		now: new Date(instant),
		doNotFake: [...NEVER_FAKED, 'setTimeout', 'clearTimeout'],
	});

afterEach(() => jest.useRealTimers());
