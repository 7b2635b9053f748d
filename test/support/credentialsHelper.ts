/** n8n's credentials helper for its engine in tests, without a database. */
import './environment';
import 'reflect-metadata';
import { getAdditionalKeys } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
	getCredentialOwnRequestAllowedDomains,
} from 'n8n-workflow';

/** The behaviour of n8n 1.123, which stores all fields of a credential with a new session. */
export const N8N_1 = { storesAllFields: false };

/** Deletes a credential, so that it is no longer found by its ID. */
export const deleteCredential = (credential: ICredentialDataDecryptedObject): void =>
	replaceFields(credential, {});

function replaceFields(
	credential: ICredentialDataDecryptedObject,
	fields: ICredentialDataDecryptedObject,
): void {
	for (const name of Object.keys(credential)) delete credential[name];
	Object.assign(credential, fields);
}

/**
 * n8n's credentials helper without its database: keeps credentials in a map, applies defaults, and
 * resolves expressions for the requested item.
 */
export class CredentialsHelper extends ICredentialsHelper {
	/** Number of reads of credentials, to prove that nodes do not read them per item. */
	reads = 0;

	/** Number of times a session was stored. */
	writes = 0;

	constructor(
		private readonly type: ICredentialType,
		private readonly stored: Readonly<Record<string, ICredentialDataDecryptedObject>>,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (typeof this.type.authenticate !== 'function') return requestOptions;
		return await this.type.authenticate(credentials, requestOptions);
	}

	/** Works like n8n's server: runs if the expirable field is blank or after a 401, and stores the result. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.type.properties.find(({ typeOptions }) => typeOptions?.expirable);
		if (!expirable || !this.type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !expired) return undefined;
		const output: IDataObject = await this.type.preAuthentication.call(
			withinDomains(helpers, credentials),
			credentials,
		);
		const value = output[expirable.name] as string | undefined;
		if (value === undefined) return undefined;
		const stored = this.storedAs(node.credentials?.[this.type.name]?.id);
		this.writes++;
		if (N8N_1.storesAllFields) replaceFields(stored, { ...credentials });
		stored[expirable.name] = value;
		return Object.assign(credentials, { [expirable.name]: value });
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('There is no database here');
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.reads++;
		const stored = this.storedAs(details.id);
		if (raw) return { ...stored };
		if (type !== this.type.name) return stored;
		const defaults = Object.fromEntries(
			this.type.properties.map(({ name, default: value }) => [name, value]),
		);
		const data = { ...defaults, ...stored } as ICredentialDataDecryptedObject;
		if (!resolve) return data;
		return resolve.workflow.expression.getParameterValue(
			data as never,
			resolve.runExecutionData,
			resolve.runIndex,
			resolve.itemIndex,
			resolve.node.name,
			resolve.connectionInputData,
			mode,
			getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			executeData,
			false,
			data,
		) as unknown as ICredentialDataDecryptedObject;
	}

	/** @throws n8n's own error for a deleted credential */
	private storedAs(id: string | null | undefined): ICredentialDataDecryptedObject {
		const stored = this.stored[id ?? ''];
		if (stored && Object.keys(stored).length > 0) return stored;
		throw new Error(`Credential with ID "${id}" does not exist for type "${this.type.name}".`);
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): ICredentialType['properties'] {
		return this.type.properties;
	}
}

/** Checks a credential's own requests against its list of allowed domains, as n8n does. */
const withinDomains = (
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper => ({
	helpers: {
		httpRequest: async (options) =>
			(await helpers.httpRequest({
				...options,
				allowedDomains: getCredentialOwnRequestAllowedDomains(credentials),
			})) as unknown,
	},
});
