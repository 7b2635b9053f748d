import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'node:path';
import type { Operation } from './operation';

/** The gateway's own method name of an operation: its `operationId` in the OpenAPI document. */
export type OperationId = string;

const load = createRequire(__filename);

/** All operations by operationId: the exports of this folder's files, each under its own name. */
const operations: ReadonlyMap<OperationId, Operation> = new Map(
	readdirSync(__dirname)
		.map((file) => parse(file).name)
		.filter((name) => name !== 'index')
		.flatMap((name): Array<[OperationId, Operation]> => {
			const operation = (load(`./${name}`) as Record<string, Operation | undefined>)[name];
			return operation ? [[name, operation]] : [];
		}),
);

/** In the order of the alphabet. */
export const operationIds: readonly OperationId[] = [...operations.keys()].sort();

/** Throws if there is no such operation. */
export function operationOf(operationId: OperationId): Operation {
	const operation = operations.get(operationId);
	if (!operation) throw new Error(`There is no operation ${operationId} in the simulator.`);
	return operation;
}

/** Throws unless these are the operations that this folder has. */
export function checkOperations(documented: readonly OperationId[]): void {
	const missing = documented.filter((id) => !operations.has(id));
	const unknown = operationIds.filter((id) => !documented.includes(id));
	const faults = [
		...missing.map((id) => `simulator/operations/${id}.ts does not export ${id}`),
		...unknown.map((id) => `simulator/openapi.yaml has no operationId ${id}`),
	];
	if (faults.length > 0) throw new Error(`${faults.join('; ')}.`);
}
