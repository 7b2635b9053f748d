import { join } from 'node:path';
import Ajv from 'ajv';
import OpenAPIBackend, { ValidationContext, type Operation, type Request } from 'openapi-backend';
import type { OperationId } from '../operations';
import type { Retcode } from '../operations/retcodes';

/** The OpenAPI document that the simulator enforces. */
export const OPENAPI_PATH = join(__dirname, '..', 'openapi.yaml');

/** The prefix of all paths of the OpenAPI document (its `servers`). */
export const BASE_PATH = '/agentgateway/resource';

/** Adds the document's own keyword `x-maxBytes` to a validator. */
export function addContractKeywords(ajv: Ajv): Ajv {
	return ajv.addKeyword({
		keyword: 'x-maxBytes',
		type: 'string',
		schemaType: 'number',
		validate: (limit: number, text: string) => Buffer.byteLength(text, 'utf8') <= limit,
	});
}

/** Query parameters as they were sent: text, or a list of texts when one was sent repeatedly. */
export type RawQuery = Readonly<Record<string, string | string[]>>;

/** The operation of a request, or the HTTP status if there is none. */
export type Route =
	| { operationId: OperationId; path: Readonly<Record<string, string>> }
	| { status: 404 }
	| { status: 405; allow: string };

/** The part of a request that the OpenAPI document describes. */
export interface ContractRequest {
	method: string;
	/** The whole path, undecoded, without the query. */
	path: string;
	headers: Readonly<Record<string, string>>;
	query: RawQuery;
	/** The body as it was sent; undefined when there is none. */
	text: string | undefined;
}

/** The request's typed query, or the retcode that refuses the request. */
export type Validation = { query: Readonly<Record<string, unknown>> } | { refusal: Retcode };

interface Schema {
	type?: string;
	pattern?: string;
	anyOf?: Schema[];
	properties?: Record<string, Schema>;
	'x-refusal'?: Retcode;
	'x-inPath'?: boolean;
}

interface Content {
	content: { 'application/json': { schema: Schema } };
}

/** The parts of an operation that are used here, dereferenced; the library's types lack them. */
interface OperationObject {
	parameters: Array<{ name: string; in: string; schema: Schema }>;
	requestBody?: Content;
	responses: { 200: Content };
	'x-keys'?: string[];
}

/** An operation of the document, prepared for validation. */
interface Entry {
	operation: Operation;
	/** The types of each query parameter. */
	queryTypes: ReadonlyMap<string, readonly string[]>;
	/** The patterns of the values that are part of the path itself, by parameter. */
	pathPatterns: ReadonlyMap<string, RegExp>;
	/** The retcode for a body as a whole, for constraints inside it that name none. */
	bodyRefusal: Retcode;
	/** The keys of an answer, in the order of the document's sample. */
	answerKeys: readonly string[];
}

/** The retcode for a broken constraint that names none of its own. */
const DEFAULT_REFUSAL: Retcode = '000-002';

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'];

/** Decimal, no blanks, no leading zeros or plus, no exponent, and exact as a number. */
const INTEGER = /^(0|-?[1-9]\d{0,14})$/;

/** Tests whether the percent signs of a path are valid; the library throws where they are not. */
function isDecodable(path: string): boolean {
	try {
		decodeURIComponent(path);
		return true;
	} catch {
		return false;
	}
}

const typesOf = ({ type, anyOf = [] }: Schema): string[] => [
	...(type ? [type] : []),
	...anyOf.flatMap(typesOf),
];

/** The value that `raw` writes out in one of the types; `raw` itself if it writes out none. */
function typed(raw: string, types: readonly string[]): unknown {
	if (types.includes('integer') && INTEGER.test(raw)) return Number(raw);
	if (types.includes('boolean') && (raw === 'true' || raw === 'false')) return raw === 'true';
	return raw;
}

function typedQuery(raw: RawQuery, types: Entry['queryTypes']): Record<string, unknown> {
	const read = (name: string, value: string | string[]) =>
		typeof value === 'string' ? typed(value, types.get(name) ?? []) : value;
	return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, read(name, value)]));
}

function contractEntryOf(operation: Operation): Entry {
	const { parameters, requestBody, responses, ...extensions } =
		operation as unknown as OperationObject;
	const inQuery = parameters.filter((parameter) => parameter.in === 'query');
	const inPath = parameters.filter((parameter) => parameter.schema['x-inPath']);
	const body = requestBody?.content['application/json'].schema;
	const { properties = {} } = responses[200].content['application/json'].schema;
	return {
		operation,
		queryTypes: new Map(inQuery.map(({ name, schema }) => [name, typesOf(schema)])),
		pathPatterns: new Map(
			inPath.map(({ name, schema }) => [name, new RegExp(schema.pattern ?? '')]),
		),
		bodyRefusal: body?.['x-refusal'] ?? DEFAULT_REFUSAL,
		answerKeys: extensions['x-keys'] ?? Object.keys(properties),
	};
}

/** The OpenAPI document as a router and validator: finds the operation of a request and checks its parameters. */
export class Contract {
	private readonly entries: ReadonlyMap<OperationId, Entry>;

	private constructor(private readonly backend: OpenAPIBackend) {
		this.entries = new Map(
			backend.getOperations().map((operation) => {
				const entry = contractEntryOf(operation);
				return [entry.operation.operationId ?? '', entry];
			}),
		);
	}

	static async load(): Promise<Contract> {
		const backend = new OpenAPIBackend({
			definition: OPENAPI_PATH,
			apiRoot: BASE_PATH,
			ignoreTrailingSlashes: false,
			strict: true,
			// Validators are made as they are needed. test/contract/ proves that the document is valid.
			quick: true,
			// The broken constraint itself, to read its x-refusal.
			ajvOpts: { verbose: true },
			customizeAjv: (ajv, options, context) =>
				addContractKeywords(
					// Ajv's coercion takes '1e3', ' 5' and '' for integers; `typed` has converted strictly.
					context === ValidationContext.Params ? new Ajv({ ...options, coerceTypes: false }) : ajv,
				),
		});
		return new Contract(await backend.init());
	}

	get operationIds(): OperationId[] {
		return [...this.entries.keys()];
	}

	route(method: string, path: string): Route {
		if (!isDecodable(path)) return { status: 404 };
		const request = { method, path, headers: {} };
		const operation = this.backend.matchOperation(request);
		if (operation) {
			const parsed = this.backend.router.parseRequest(request, operation);
			const params = parsed.params as Record<string, string>;
			const operationId = operation.operationId ?? '';
			return this.fitsPath(params, operationId) ? { operationId, path: params } : { status: 404 };
		}
		const allowed = METHODS.filter((other) =>
			this.backend.matchOperation({ ...request, method: other }),
		);
		if (allowed.length === 0) return { status: 404 };
		return { status: 405, allow: allowed.join(', ').toUpperCase() };
	}

	/** The keys of an operation's answers, in order. */
	answerKeys(operationId: OperationId): readonly string[] {
		return this.entry(operationId).answerKeys;
	}

	validate(request: ContractRequest, operationId: OperationId): Validation {
		const entry = this.entry(operationId);
		const query = typedQuery(request.query, entry.queryTypes);
		const { errors } = this.backend.validateRequest(
			// The library types a query as text, but hands it to the validator as it is.
			{ ...request, query: query as Request['query'], body: request.text },
			entry.operation,
		);
		const [first] = errors ?? [];
		if (!first) return { query };
		if (errors?.some(({ instancePath }) => /^\/(path|query)\b/.test(instancePath))) {
			return { refusal: DEFAULT_REFUSAL };
		}
		const broken = first.parentSchema as Schema | undefined;
		return { refusal: broken?.['x-refusal'] ?? entry.bodyRefusal };
	}

	private fitsPath(path: Readonly<Record<string, string>>, operationId: OperationId): boolean {
		const patterns = [...this.entry(operationId).pathPatterns];
		return patterns.every(([name, pattern]) => pattern.test(path[name] ?? ''));
	}

	private entry(operationId: OperationId): Entry {
		const entry = this.entries.get(operationId);
		if (!entry) throw new Error(`${operationId} is not in the OpenAPI document.`);
		return entry;
	}
}

let loading: Promise<Contract> | undefined;

/** The contract, read and compiled once per process. */
export const loadContract = async (): Promise<Contract> => await (loading ??= Contract.load());
