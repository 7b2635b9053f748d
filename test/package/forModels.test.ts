/**
 * Descriptions for language models. n8n 2.41.1 passes the description of a tool to the model, but of a parameter only
 * its name and the text that the tool's owner writes. The tool's description must therefore give the format of each
 * value, too; the description of a parameter is for the owner.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { AGENT_STATES } from '../../gateway/answer/agents';
import { MEDIA_TYPES } from '../../gateway/values/mediaTypes';
import { NODES } from '../support/nodeList';

/** Types of parameters with the button "Let the model define this parameter". */
const FILLABLE = ['string', 'number', 'boolean', 'resourceLocator', 'multiOptions'];

/** All fields of a node, including those of its options. */
const fieldsOf = ({ properties }: INodeTypeDescription): INodeProperties[] =>
	properties.flatMap((property) =>
		property.type === 'collection' ? (property.options as INodeProperties[]) : [property],
	);

/** The text that a description must contain about the allowed values, by type of parameter. */
const FORM: Readonly<Record<string, RegExp>> = {
	string: /\d+ to \d+|at most \d+/,
	number: /\d+ to \d+/,
	boolean: /^Whether /,
	resourceLocator: /\d+ to \d+|whole number of \d+ or more/,
	multiOptions: /with commas between them/,
};

const toolDescription = ({ usableAsTool }: INodeTypeDescription): string =>
	(typeof usableAsTool === 'object' && usableAsTool.replacements?.description) || '';

describe.each(NODES.filter(({ description }) => description.usableAsTool))(
	'$type',
	({ description }) => {
		const fields = fieldsOf(description).filter(({ type }) => FILLABLE.includes(type));

		it.each(fields.map((field) => [field.displayName, field] as const))(
			'describes the format of %s',
			(_, { type, description: text }) => {
				expect(text).toMatch(FORM[type] ?? /^$/);
			},
		);

		it("describes the same in the tool's description", () => {
			const reported = toolDescription(description);
			expect(reported).toContain('from 101 to 999999');
			// Short enough for the editor's panel, and without advice that only a person can follow.
			expect(reported.length).toBeLessThan(600);
			const names = fields.map(({ name }) => name);
			const ranges: Readonly<Record<string, string[]>> = {
				agentIds: ['with commas between them', 'at most 100'],
				content: ['1023 bytes'],
				reason: ['200 to 250', 'a word that this site uses'],
				customstate: ['0 to 65534', 'a word that this site uses'],
				restcause: ['255', 'a word that this site uses'],
				minutes: ['1 to 1439'],
				callnums: [
					'1 to 60',
					...Object.entries(MEDIA_TYPES).map(([code, name]) => `${name} (${code})`),
				],
				skillId: ['whole number of 1 or more'],
				skillIds: ['whole number of 1 or more', 'with commas between them'],
				states: [...AGENT_STATES, 'with commas between them'],
			};
			for (const name of names)
				for (const part of ranges[name] ?? []) expect(reported).toContain(part);
		});
	},
);

it("names the states of agents in the filter's description", () => {
	const states = NODES.flatMap(({ description }) => description.properties).find(
		({ name }) => name === 'states',
	);
	for (const state of AGENT_STATES) expect(states?.description).toContain(state);
});

describe("the hints for n8n's workflow builder", () => {
	const hints = NODES.flatMap(({ type, folder, description }) => {
		const hint = description.builderHint?.searchHint;
		return hint === undefined ? [] : [[type, folder, description, hint] as const];
	});

	it('exist for every node with which a model would otherwise build a wrong workflow', () => {
		expect(hints.map(([type]) => type).sort()).toEqual([
			'ccGatewayTrigger',
			'findAgents',
			'sendNote',
		]);
	});

	it.each(hints)('name only parameters that %s has', (_type, folder, { properties }, hint) => {
		const schemas = readdirSync(join('nodes', folder, '__schema__')).map((file) =>
			readFileSync(join('nodes', folder, '__schema__', file), 'utf8'),
		);
		const known = `${JSON.stringify(properties)} ${schemas.join(' ')} "retryOnFail"`;
		for (const [word] of hint.matchAll(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g)) {
			expect(known).toContain(`"${word}"`);
		}
	});
});
