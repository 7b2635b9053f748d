import { addInsert } from './addInsert';
import { agentStatus } from './agentStatus';
import { getAgentEvent } from './getAgentEvent';
import { handShake } from './handShake';
import { logout } from './logout';
import type { Operation } from './operation';
import { sayBusy } from './sayBusy';
import { sendNoteletEx } from './sendNoteletEx';
import { setCallNums } from './setCallNums';
import { setCustomState } from './setCustomState';
import { forceLogin, login } from './signIn';
import { updateGuid } from './updateGuid';

/** All operations, by the operationId of the OpenAPI document. */
export const operations = {
	addInsert,
	agentStatus,
	forceLogin,
	getAgentEvent,
	handShake,
	login,
	logout,
	sayBusy,
	sendNoteletEx,
	setCallNums,
	setCustomState,
	updateGuid,
} satisfies Record<string, Operation>;

/** The gateway's own method name of an operation. */
export type OperationId = keyof typeof operations;
