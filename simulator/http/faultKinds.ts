/** The faults that can occur, apart from a refusal. */
export type FaultEffect =
	/** The connection is reset; nothing was carried out. */
	| { kind: 'resetBefore' }
	/** Carried out, then the connection is reset instead of an answer. */
	| { kind: 'resetAfter' }
	/** Never answered. `carriedOut` defaults to true. */
	| { kind: 'stall'; carriedOut?: boolean }
	/** Carried out; half of the answer under its full Content-Length, then the connection ends. */
	| { kind: 'truncate' }
	/** An HTTP error page of a proxy. `status` defaults to 502, `carriedOut` to false. */
	| { kind: 'status'; status?: number; carriedOut?: boolean }
	/** HTTP 200 with an HTML sign-in page. `carriedOut` defaults to false. */
	| { kind: 'html'; carriedOut?: boolean }
	/** HTTP 302; not carried out. */
	| { kind: 'redirect'; location: string }
	/** The normal answer, with a number for a retcode ('100-009' becomes 100009). */
	| { kind: 'numericRetcode' }
	/** An answer with this retcode. `status` defaults to 200, `carriedOut` to false. */
	| { kind: 'retcode'; retcode: string; message?: string; status?: number; carriedOut?: boolean }
	/** A refusal (`retcode`, default 100-009) that repeats the request's Guid; not carried out. */
	| { kind: 'echoGuid'; retcode?: string }
	/** New connections are closed before TLS; those already open stay. */
	| { kind: 'refuseConnections' };

export type FaultKind = FaultEffect['kind'];
