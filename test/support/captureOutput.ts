/** Captures the output printed during the work. */
export async function captureOutput(work: () => Promise<void>): Promise<string[]> {
	const said: string[] = [];
	const spies = [
		...[process.stdout, process.stderr].map((stream) =>
			jest.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0),
		),
		...(['log', 'warn', 'error', 'info', 'debug'] as const).map((method) =>
			jest.spyOn(console, method).mockImplementation((...texts: unknown[]) => {
				said.push(texts.map((text) => JSON.stringify(text) + String(text)).join(' '));
			}),
		),
	];
	try {
		await work();
	} finally {
		for (const spy of spies) spy.mockRestore();
	}
	return said;
}
