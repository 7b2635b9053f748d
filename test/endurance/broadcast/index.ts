/**
 * `npm run endurance -- --broadcast`: the example 'Broadcast that survives a crash' in the real n8n, as one process and
 * in queue mode, while n8n, its workers and the gateway are killed at random moments.
 */
import { Cluster } from '../cluster';
import { conclude } from '../conclude';
import type { Options } from '../options';
import { Site } from '../site';
import { figuresOf, PUBLICATION } from './figures';
import { judgeBroadcast } from './judge';
import { type Installation, OneProcess } from './oneProcess';
import { type Broadcast, runBroadcasts } from './runs';

const RECIPIENTS = Array.from({ length: 2_000 }, (_, index) => String(50_001 + index));

const MODES = ['one process', 'queue mode'] as const;
export type Mode = (typeof MODES)[number];

async function inMode(mode: Mode, { seed, runs }: Options): Promise<Broadcast[]> {
	const onTrouble = (error: Error) => console.error(error);
	const openSite = async (doorPort: number) => await Site.open(seed, doorPort, RECIPIENTS);
	const installation: Installation =
		mode === 'one process'
			? await OneProcess.open(openSite, onTrouble)
			: await Cluster.open(openSite, onTrouble);
	try {
		const report = (line: string) => console.log(`${mode}: ${line}`);
		return await runBroadcasts(installation, { runs, seed, recipients: RECIPIENTS, report });
	} finally {
		await installation.close();
	}
}

export async function runBroadcast(options: Options): Promise<void> {
	const began = Date.now();
	const evidence: Partial<Record<Mode, Broadcast[]>> = {};
	for (const mode of MODES) evidence[mode] = await inMode(mode, options);
	const broadcasts = Object.values(evidence).flat();
	const findings = broadcasts.flatMap(judgeBroadcast);
	const minutes = Math.round((Date.now() - began) / 60_000);
	const figures = figuresOf(evidence, { seed: options.seed, minutes, findings });
	await conclude({ name: 'endurance-broadcast', figures, evidence, publication: PUBLICATION });
}
