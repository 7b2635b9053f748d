import type { IDataObject } from 'n8n-workflow';
import type { AgentId } from '../../gateway/arguments';
import type { GatewayRequest } from '../../gateway/request';
import type { ItemReader } from './itemReader';

/** What every operation is asked: at least which agent's session acts. */
export interface Asked {
	agentId: AgentId;
}

/** The two parts of a sentence about an item: "Agent 31002" "set busy". */
export interface Phrase {
	subject: string;
	/** A past participle with what belongs to it. */
	done: string;
}

/** All that makes a node differ from the others. */
export interface Operation<A extends Asked> {
	/** Reads and checks the parameters of one item. */
	read: (item: ItemReader) => A;
	/** The request that carries it out. */
	request: (asked: A) => GatewayRequest;
	/** How messages name it. */
	phrase: (asked: A) => Phrase;
	/**
	 * For requests with recipients: who they are, and how many the gateway takes at once. Such
	 * requests are independent of each other; all others run in item order per acting agent.
	 */
	recipients?: {
		of: (asked: A) => readonly number[];
		/** The same request for some of the recipients only. */
		only: (asked: A, recipients: readonly number[]) => A;
		atMost: number;
		/** What a dry run tells about a request beyond the request itself. */
		preview: (asked: A) => IDataObject;
	};
}
