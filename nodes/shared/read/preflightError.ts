import type { IDataObject } from 'n8n-workflow';
import type { Redact } from '../../../gateway/values/redact';

/** Thrown when an item, or the whole run, cannot be sent: a value is not one that the gateway takes. */
export class PreflightError extends Error {
	constructor(
		/** The cause, in one sentence without a period. */
		message: string,
		/** The next step for the analyst. */
		readonly remedy: string,
		/** The arguments that could be read of the item, for the report. */
		readonly args: IDataObject,
	) {
		super(message);
		this.name = 'PreflightError';
	}

	/** A copy without secrets: a mistyped column may have put one where a value is quoted. */
	redacted(redact: Redact): PreflightError {
		return new PreflightError(redact(this.message), redact(this.remedy), redact(this.args));
	}
}
