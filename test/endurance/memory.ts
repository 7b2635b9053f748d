/** Reads the files of `memoryHook.cjs`. */
import { existsSync, readFileSync } from 'node:fs';
import type { MemorySample } from './records';

/** @param prefix that of the hook, in the environment variable ENDURANCE_MEMORY */
export function readMemory(prefix: string, pid: number): MemorySample[] {
	const file = `${prefix}-${pid}.jsonl`;
	const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
	return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as MemorySample);
}
