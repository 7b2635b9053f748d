import { addInsert } from './addInsert';
import { agentStatus } from './agentStatus';
import type { Operation } from './operation';
import { sayBusy } from './sayBusy';
import { sendNoteletEx } from './sendNoteletEx';
import { setCallNums } from './setCallNums';
import { setCustomState } from './setCustomState';

/** All operations, by the operationId of the OpenAPI document. */
export const operations = {
	addInsert,
	agentStatus,
	sayBusy,
	sendNoteletEx,
	setCallNums,
	setCustomState,
} satisfies Record<string, Operation>;

/** The gateway's own method name of an operation. */
export type OperationId = keyof typeof operations;
