/**
 * Requests of six more public clients, found in 2026; like those of `clients.ts`, and checked by the same test.
 */
import {
	type ClientRequest,
	guid,
	JSON_ONLY,
	JSON_UTF8,
	LENIENT,
	password,
	phonenum,
} from '../simulator/clients';

/** `chartset`: the client's own spelling. */
const JSON_TYPO = { 'Content-Type': 'application/json; chartset=UTF-8' };

/** A load balancer's cookie. */
const STICKY = 'huaweielbsession=0123456789abcdef';

/** A mistake that a servlet container ignores. */
const ENCODED = { 'Content-Encoding': 'UTF-8' };

/** Sends an empty body with every request, whatever the verb. */
const td26 = (method: ClientRequest['method'], path: string): ClientRequest => ({
	client: 'TD26',
	method,
	path,
	headers: { Guid: '[guid]', ...JSON_TYPO },
	body: '{\n\n}',
});

export const NEW_CLIENT_REQUESTS: readonly ClientRequest[] = [
	{
		client: 'TD26',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: JSON_TYPO,
		body: JSON.stringify({
			password,
			phonenum,
			status: '5',
			releasephone: 'true',
			agenttype: '4',
			autoenteridle: 'false',
		}),
	},
	td26('GET', '/agentevent/31001'),
	td26('GET', '/onlineagent/31001/agentstatus'),
	td26('POST', '/onlineagent/31001/sayfree'),
	td26('POST', '/onlineagent/31001/saybusy'),
	td26('POST', '/onlineagent/31009/cancelbusy'),
	td26('POST', '/onlineagent/31001/rest/300/5'),
	td26('POST', '/onlineagent/31010/cancelrest'),
	td26('PUT', '/onlineagent/31001/updateGuid'),
	td26('DELETE', '/onlineagent/31001/logout'),

	{
		client: 'HM17',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: JSON_ONLY,
		chunked: true,
		body: JSON.stringify({
			password,
			phonenum,
			autoanswer: true,
			autoenteridle: false,
			releasephone: true,
			agenttype: 4,
			status: 4,
		}),
	},
	{
		client: 'HM17',
		method: 'POST',
		path: '/onlineagent/31001/saybusy',
		headers: { ...guid, ...JSON_ONLY },
		chunked: true,
	},
	{
		client: 'HM17',
		method: 'GET',
		path: '/agentevent/31001?time=1500000000000',
		headers: { ...guid, ...JSON_ONLY },
	},

	{
		client: 'ZZ18',
		method: 'POST',
		path: '/onlineagent/31001/saybusy',
		headers: { ...guid, ...JSON_UTF8, Cookie: STICKY },
	},
	{
		client: 'ZZ18',
		method: 'GET',
		path: '/agentgroup/31001/agentbyworkno/31002',
		headers: { ...guid, ...JSON_UTF8, Cookie: STICKY },
	},

	{
		client: 'ZX19',
		method: 'PUT',
		path: '/onlineagent/31900/forcelogin',
		headers: { ...JSON_UTF8, ...ENCODED },
		body: JSON.stringify({ password, phonenum }),
	},
	{
		client: 'ZX19',
		method: 'GET',
		path: '/onlineagent/31001/agentstatus',
		headers: { ...guid, ...JSON_UTF8, ...ENCODED },
	},
	...(
		[
			['POST', '/onlineagent/31001/saybusy'],
			['GET', '/agentevent/31001'],
		] as const
	).map(([method, path]): ClientRequest => ({
		client: 'ZX19',
		method,
		path,
		headers: { ...guid, ...ENCODED },
		retcode: '000-002',
		acceptedWith: LENIENT,
	})),

	{
		client: 'MX18',
		method: 'POST',
		path: '/onlineagent/31001/saybusy?reason=200',
		headers: { ...guid, ...JSON_UTF8, Cookie: `${STICKY}; Path=/; Secure; HttpOnly` },
	},

	{
		// On a site that signs in without passwords.
		client: 'HD16',
		method: 'PUT',
		path: '/onlineagent/31901',
		headers: JSON_UTF8,
		body: JSON.stringify({ password: '', phonenum }),
	},
	{
		client: 'HD16',
		method: 'GET',
		path: '/agentevent/31001',
		headers: { ...guid, ...JSON_UTF8, Cookie: STICKY },
	},
	{
		client: 'HM17',
		method: 'GET',
		path: '/queuedevice/31001/waitnum?time=1500000000000',
		headers: { ...guid, ...JSON_ONLY },
	},
	// All Java clients sign in to their skill queues before the first poll.
	...(['HD16', 'MX18', 'ZZ18', 'ZX19'] as const).map((client): ClientRequest => ({
		client,
		method: 'POST',
		path: '/onlineagent/31001/resetskill/true',
		headers: { ...guid, ...JSON_UTF8, ...(client === 'ZX19' && ENCODED) },
	})),
];
