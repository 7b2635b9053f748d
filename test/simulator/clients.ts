/**
 * Requests of public clients of the gateway, as data: read from their code, or recorded while they ran
 * against the simulator. They show what clients send, not what a gateway accepted. Agents, passwords
 * and addresses are invented.
 */
import type { Switches } from '../../simulator';

/** The clients: owner, year and address of the code. */
export const CLIENTS = {
	HW14: { year: 2014, of: 'a library that a gateway generated', at: 'MoonShadowFei/HWCallCenter' },
	CS18: { year: 2018, of: 'Huawei', at: 'Huawei/CloudIPCC_QuickAgentDemo_CSharp' },
	BR18: { year: 2018, of: 'Huawei', at: 'Huawei/CloudIPCC_ICP_Bridge' },
	JV19: { year: 2019, of: 'Huawei', at: 'Huawei/CloudIPCC_AgentServerDemo_Java' },
	KH19: { year: 2019, of: 'a third party', at: 'kimhu/huawei-ipcc' },
	AP20: { year: 2020, of: 'Huawei', at: 'Huawei/CloudIPCC_aPortal_JAVA' },
	ISP25: { year: 2025, of: 'a third party', at: 'moritzrose/IspMockServer' },
	HD16: { year: 2016, of: 'Huawei', at: 'com.huawei.agentdemo' },
	HM17: { year: 2017, of: 'a third party', at: 'l0ady/HuaweiMiddleware' },
	MX18: { year: 2018, of: 'a third party', at: 'a client of a site in Mexico' },
	ZZ18: { year: 2018, of: 'a third party', at: 'wang19baby/com.zz.CTI' },
	ZX19: { year: 2019, of: 'a third party', at: 'Zackeus/com.Zackeus.CTI' },
	TD26: {
		year: 2026,
		of: "an integrator for a tenant of Huawei's SaaS",
		at: 'lucaslfa1/auditoria',
	},
} as const;

export interface ClientRequest {
	client: keyof typeof CLIENTS;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below `/agentgateway/resource`. */
	path: string;
	/** In the client's spelling. `[guid]` stands for the Guid of the agent in the path. */
	headers: Readonly<Record<string, string>>;
	/** The text of the body; undefined for none. */
	body?: string;
	/** Sent in chunks, without a Content-Length; an empty body as well. */
	chunked?: true;
	/** The simulator's default retcode for it; `'0'` if absent. */
	retcode?: string;
	/** The switches with which it is accepted, if it is refused by default. */
	acceptedWith?: Partial<Switches>;
}

export const JSON_ONLY = { 'Content-Type': 'application/json' };
/** The Java clients, and .NET with a blank. */
export const JSON_UTF8 = { 'Content-Type': 'application/json;charset=UTF-8' };
const JSON_UTF8_BLANK = { 'Content-Type': 'application/json; charset=UTF-8' };
const OKHTTP = { 'Content-Type': 'application/json; charset=utf-8' };

export const guid = { guid: '[guid]' };
const Guid = { Guid: '[guid]' };
export const LENIENT = { contentTypeOn: 'bodies' } as const;

export const password = 'Pass-31900';
export const phonenum = '6000';

/** An empty bean in Jackson's serialization. */
const UNSET_BEAN =
	'{"password":null,"phonenum":null,"callBackUri":null,"serviceToken":null,"status":null,"autoanswer":false}';

const hw14 = (method: ClientRequest['method'], path: string): ClientRequest => ({
	client: 'HW14',
	method,
	path,
	headers: { Guid: '[guid]', Accept: 'application/json' },
	retcode: '000-002',
	acceptedWith: LENIENT,
});

export const CLIENT_REQUESTS: readonly ClientRequest[] = [
	{
		client: 'HW14',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: { Accept: 'application/json', ...JSON_ONLY },
		body: JSON.stringify({ password, phonenum, status: '4', releasephone: 'true', agenttype: 4 }),
	},
	hw14('GET', '/agentevent/31001'),
	hw14('GET', '/onlineagent/31001/agentstatus'),
	hw14('POST', '/onlineagent/31001/saybusy'),
	hw14('POST', '/onlineagent/31001/sayfree'),
	hw14('DELETE', '/onlineagent/31001/logout'),

	...['', '/forcelogin'].map((variant): ClientRequest => ({
		client: 'CS18',
		method: 'PUT',
		path: `/onlineagent/31900${variant}`,
		headers: JSON_UTF8_BLANK,
		body: JSON.stringify({
			password,
			phonenum,
			autoanswer: true,
			autoenteridle: true,
			releasephone: true,
			agenttype: 4,
			status: 4,
			ip: null,
			entryIp: null,
			phonelinkage: false,
			checkInMailm: false,
			vcPhoneNumber: null,
		}),
	})),
	{
		client: 'CS18',
		method: 'GET',
		path: '/agentevent/31001',
		headers: { ...guid, ...JSON_ONLY },
	},
	{
		client: 'CS18',
		method: 'GET',
		path: '/onlineagent/31001/agentstatus',
		headers: guid,
		retcode: '000-002',
		acceptedWith: LENIENT,
	},
	{
		client: 'CS18',
		method: 'POST',
		path: '/onlineagent/31001/saybusy',
		headers: { ...guid, 'Content-Length': '0' },
		retcode: '000-002',
		acceptedWith: LENIENT,
	},
	{
		client: 'CS18',
		method: 'POST',
		path: '/onlineagent/31001/sendnoteletex',
		headers: { ...guid, ...JSON_UTF8_BLANK },
		body: '{"agentIds":[31002,31003],"content":"hello"}',
	},

	{
		client: 'BR18',
		method: 'PUT',
		path: '/onlineagent/31900/forcelogin',
		headers: JSON_UTF8,
		body: JSON.stringify({ password, phonenum }),
	},
	{
		client: 'BR18',
		method: 'GET',
		path: '/agentevent/31001',
		headers: { ...guid, ...JSON_UTF8 },
	},
	...['endmonitor', 'beginmonitor'].map((call): ClientRequest => ({
		client: 'BR18',
		method: 'POST',
		path: `/qualitycontrol/31000/${call}?agents=31001;31002;31900`,
		headers: { ...guid, ...JSON_UTF8 },
	})),

	{
		client: 'JV19',
		method: 'PUT',
		path: '/onlineagent/31900/forcelogin',
		headers: JSON_UTF8,
		body: JSON.stringify({
			password,
			phonenum,
			autoanswer: true,
			autoenteridle: false,
			agenttype: '4',
			status: 4,
			releasephone: true,
		}),
	},
	{
		client: 'JV19',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: JSON_UTF8,
		body: JSON.stringify({
			password,
			phonenum,
			autoanswer: true,
			autoenteridle: true,
			releasephone: true,
			agenttype: '4',
			status: 4,
			phonelinkage: false,
			checkInWebm: true,
			checkInMailm: false,
			listenStatus: false,
			pushUrl: 'https://desk.example/events',
		}),
	},
	{
		client: 'JV19',
		method: 'GET',
		path: '/agentevent/31001',
		headers: { ...guid, ...JSON_UTF8 },
	},
	{
		client: 'JV19',
		method: 'POST',
		path: '/onlineagent/31001/saybusy',
		headers: { ...guid, ...JSON_UTF8 },
	},
	{
		client: 'JV19',
		method: 'POST',
		path: '/onlineagent/31001/sendnoteletex',
		headers: { ...guid, ...JSON_UTF8 },
		body: '{"agentIds":["31002","31003"],"content":"hello"}',
		retcode: '100-001',
		acceptedWith: { agentIdStrings: true },
	},
	{
		client: 'JV19',
		method: 'PUT',
		path: '/qualitycontrol/31000/addinsert/31001',
		headers: { ...guid, ...JSON_UTF8 },
	},
	{
		client: 'JV19',
		method: 'DELETE',
		path: '/onlineagent/31001/logout',
		headers: { ...guid, ...JSON_UTF8 },
	},

	{
		client: 'KH19',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: OKHTTP,
		body: JSON.stringify({
			password,
			phonenum,
			autoanswer: true,
			autoenteridle: true,
			releasephone: true,
			status: 4,
			checkInWebm: true,
			pushUrl: 'https://desk.example/events',
		}),
	},
	{
		client: 'KH19',
		method: 'POST',
		path: '/onlineagent/31001/saybusy?reason=201',
		headers: { ...Guid, ...OKHTTP },
		body: 'null',
	},
	{
		// Without a reason it sends the word "null".
		client: 'KH19',
		method: 'POST',
		path: '/onlineagent/31001/saybusy?reason=null',
		headers: { ...Guid, ...OKHTTP },
		body: 'null',
		retcode: '000-002',
	},
	{
		client: 'KH19',
		method: 'POST',
		path: '/onlineagent/31001/sendnoteletex',
		headers: { ...Guid, ...OKHTTP },
		body: '{"agentIds":[31002],"content":"hello"}',
	},
	{
		client: 'KH19',
		method: 'DELETE',
		path: '/onlineagent/31001/logout',
		headers: { ...Guid, ...OKHTTP },
		body: 'null',
	},

	{
		client: 'AP20',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: JSON_UTF8,
		body: JSON.stringify({
			password,
			phonenum,
			autoanswer: false,
			status: 5,
			autoenteridle: false,
			pushUrl: 'https://desk.example/events?token=0123456789',
			checkInWebm: false,
		}),
	},
	{
		client: 'AP20',
		method: 'POST',
		path: '/onlineagent/31001/sayfree',
		headers: { ...guid, ...JSON_UTF8 },
	},
	{
		client: 'AP20',
		method: 'PUT',
		path: '/qualitycontrol/31000/addinsert/31001?mediaType=1',
		headers: { ...guid, ...JSON_UTF8 },
	},

	{
		client: 'ISP25',
		method: 'PUT',
		path: '/onlineagent/31900',
		headers: JSON_ONLY,
		body: JSON.stringify({
			password,
			phonenum,
			callBackUri: 'http://desk.example:8080/softphone/event/31900',
			serviceToken: '0123456789ABCDEF0123456789ABCDEF',
			status: '4',
			autoanswer: false,
		}),
	},
	...(['saybusy', 'sayfree', 'logout'] as const).map((call): ClientRequest => ({
		client: 'ISP25',
		method: call === 'logout' ? 'DELETE' : 'POST',
		path: `/onlineagent/31001/${call}`,
		headers: { ...Guid, ...JSON_ONLY },
		body: UNSET_BEAN,
	})),
];
