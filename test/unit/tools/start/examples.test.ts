/** The import of `npm start` into n8n. */
import type { Desktop, Simulator } from '../../../../simulator';
import { credentialsFor, examplesFor } from '../../../../tools/start/examples';
import { TITLES } from '../../../support/workflows';

const desktop = { url: 'http://localhost:8045', apiKey: 'key-of-the-tests' } as Desktop;

it('signs the service agent in even if its earlier session has not ended', () => {
	const [signIn] = credentialsFor({ url: 'https://localhost:8043', ca: '' } as Simulator, desktop);
	expect(signIn?.data).toMatchObject({
		authentication: 'signIn',
		agentId: '31900',
		takeOver: true,
	});
});

it('stores the workflow of the first task last, since n8n lists the newest first', () => {
	const table = { id: 't', name: 'Team' };
	const examples = examplesFor(desktop, { team: table, outcomes: { id: 'o', name: 'Outcomes' } });
	expect(examples.at(-1)?.id).toBe('scheduled-note-broadcast');
	expect(examples.map(({ id, name }) => [id, name]).sort()).toEqual(Object.entries(TITLES).sort());
});
