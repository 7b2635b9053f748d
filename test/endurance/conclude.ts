/** Ends a run: prints and stores the findings and the figures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESULTS } from '../e2e/support/places';
import { print, type Publication, publish, type Run } from './pages';
import type { Finding } from './records';

const MAX_SHOWN = 25;

export interface Conclusion<T extends Run & { findings: Finding[] }> {
	/** Base name of the files. */
	name: string;
	figures: T;
	evidence: object;
	publication: Publication<T>;
}

export async function conclude<T extends Run & { findings: Finding[] }>({
	name,
	figures,
	evidence,
	publication,
}: Conclusion<T>): Promise<void> {
	const { findings, seed } = figures;
	print(publication.rows(figures));
	for (const { promise, text } of findings.slice(0, MAX_SHOWN))
		console.log(`NOT HELD: ${promise}: ${text}`);
	mkdirSync(RESULTS, { recursive: true });
	writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(figures, null, '\t')}\n`);
	writeFileSync(join(RESULTS, `${name}-evidence.json`), JSON.stringify(evidence));
	await publish(figures, publication);
	const verdict = findings.length === 0 ? 'everything held' : `${findings.length} findings`;
	console.log(`\nSeed ${seed}: ${verdict}`);
	console.log('Figures, evidence and logs are in test/e2e/.results/.');
	if (findings.length > 0) process.exitCode = 1;
}
