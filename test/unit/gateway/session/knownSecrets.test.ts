import type { AgentId } from '../../../../gateway/values/agentId';
import { KnownSecrets } from '../../../../gateway/session/knownSecrets';
import type { Session } from '../../../../gateway/session/session';

const session = (fields: Partial<Session>): Session => ({
	guid: 'g1',
	cookies: '',
	gatewayUrl: 'https://cc.example.com/agentgateway/resource',
	agentId: '31900' as AgentId,
	signedInAt: 1000,
	renewedAt: 1000,
	...fields,
});

let secrets: KnownSecrets;
beforeEach(() => (secrets = new KnownSecrets()));

it('holds nothing at first, and no empty password', () => {
	secrets.learnPassword('');
	expect([secrets.all(), secrets.inInput()]).toEqual([[], []]);
});

it('holds passwords, Guids and cookies of eight characters or more, older ones too', () => {
	secrets.learnPassword('first');
	secrets.learnPassword('second');
	secrets.learn(session({ guid: 'g1', cookies: 'node=12345678; flag=1234567; odd=a=b=c=d=e' }));
	secrets.learn(session({ guid: 'g2' }));
	expect(secrets.all()).toEqual(['g1', 'g2', '12345678', 'a=b=c=d=e', 'first', 'second']);
});

it('redacts less in what users enter: cookies and short passwords may be plain words', () => {
	for (const password of ['1234567', '12345678']) secrets.learnPassword(password);
	secrets.learn(session({ cookies: 'node=12345678901' }));
	expect(secrets.inInput()).toEqual(['g1', '12345678']);
});
