/**
 * The examples of the five interface documents (dated 2023-09-27), character by character, each with the
 * package's request for it. "Inserting" gives no example: its request and answer follow from its tables.
 */
import type { AgentId } from '../../gateway/values/agentId';
import { insertIntoCall } from '../../gateway/operations/insertIntoCall';
import { sendNote } from '../../gateway/operations/sendNote';
import { setBusy } from '../../gateway/operations/setBusy';
import { setCustomStatus } from '../../gateway/operations/setCustomStatus';
import { setSessionLimit } from '../../gateway/operations/setSessionLimit';
import type { GatewayRequest } from '../../gateway/operations/request';

export interface Example {
	document: string;
	operationId: string;
	request: GatewayRequest;
	method: string;
	/** The URI of the document below `/agentgateway/resource`, its placeholders filled in. */
	uri: string;
	/** The message body of the example; undefined where the document says "None". */
	requestBody?: string;
	responseBody: string;
	/** Number of blanks by which the document indents. */
	indent: number;
}

const agent = (id: string) => id as AgentId;

export const EXAMPLES: Example[] = [
	{
		document: 'Sending Notes',
		operationId: 'sendNoteletEx',
		request: sendNote({ agentId: agent('31001'), agentIds: [31002, 31003], content: 'hello' }),
		method: 'POST',
		uri: '/onlineagent/31001/sendnoteletex',
		requestBody: `{
    "agentIds": [
        31002,
        31003
    ],
    "content": "hello"
}`,
		responseBody: `{
    "result": null,
    "message": "success",
    "retcode": "0"
}`,
		indent: 4,
	},
	{
		document: 'Customizing Status by an Agent',
		operationId: 'setCustomState',
		request: setCustomStatus({ agentId: agent('31001'), customstate: 100 }),
		method: 'POST',
		uri: '/onlineagent/31001/setcustomstate?customstate=100',
		responseBody: `{
    "message": "success",
    "retcode": "0",
    "result": {}
}`,
		indent: 4,
	},
	{
		document: 'Setting Busy',
		operationId: 'sayBusy',
		request: setBusy({ agentId: agent('31001'), reason: 200, prolong: false }),
		method: 'POST',
		uri: '/onlineagent/31001/saybusy?reason=200&prolong=false',
		responseBody: `{
  "result": {},
  "message": "success",
  "retcode": "0"
}`,
		indent: 2,
	},
	{
		document: 'Inserting',
		operationId: 'addInsert',
		request: insertIntoCall({ agentId: agent('31000'), workNo: agent('31001') }),
		method: 'PUT',
		uri: '/qualitycontrol/31000/addinsert/31001',
		responseBody: `{
    "message": "success",
    "retcode": "0",
    "result": {}
}`,
		indent: 4,
	},
	{
		document: 'Agent Session Quantity Configuration',
		operationId: 'setCallNums',
		request: setSessionLimit({ agentId: agent('31001'), mediaType: '53', callnums: '1' }),
		method: 'POST',
		uri: '/mediacall/31001/setcallnums',
		requestBody: `{
    "mediaType": "53",
    "callnums": "1"
}`,
		responseBody: `{
    "message": "success",
    "retcode": "0"
}`,
		indent: 4,
	},
];
