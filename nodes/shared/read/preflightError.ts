import type { IDataObject } from 'n8n-workflow';
import type { Redact } from '../../../gateway/values/redact';

/** Why an item, or the whole run, cannot be sent: a value that is not what the gateway takes. */
export class PreflightError extends Error {
	constructor(
		/** What happened, in one sentence without a period. */
		message: string,
		/** What to do next. */
		readonly remedy: string,
		/** What could be read of the item, for the report. */
		readonly args: IDataObject,
	) {
		super(message);
		this.name = 'PreflightError';
	}

	/** The same without secrets: a mistyped column may have put one where a value is quoted. */
	redacted(redact: Redact): PreflightError {
		return new PreflightError(redact(this.message), redact(this.remedy), redact(this.args));
	}
}
