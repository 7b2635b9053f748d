/** The schemas of the nodes' outputs, and the check of an output against them. */
import Ajv from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

/** The schemas of all versions of a node, which the editor shows as a preview of the output. */
export function outputSchemas(node: string): Array<{ properties: object; required?: string[] }> {
	const folder = join(__dirname, `../../nodes/${node}/__schema__`);
	return readdirSync(folder).map(
		(file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { properties: object },
	);
}

export const faultsOf = (schema: { properties: object }, output: IDataObject) => {
	const validate = new Ajv({ strict: false }).compile({
		required: Object.keys(schema.properties),
		...schema,
		additionalProperties: false,
	});
	return validate(output) ? null : validate.errors;
};
