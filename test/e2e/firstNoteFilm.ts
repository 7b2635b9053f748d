/**
 * The animation of the README: the first note, from the empty canvas to the simulator's page, as an animated WebP.
 * The frames are screenshots of n8n's editor; a ring marks the next click.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Simulator } from '../../simulator';
import { Editor, openBrowser } from './support/browser';
import type { N8n, Server } from './support/n8n';
import { RESULTS } from './support/places';
import { waitFor } from './support/waitFor';

const SIZE = { width: 1120, height: 665 };

/** Display time of a frame, in ms. */
const FRAME_MS = 1_300;
const LAST_FRAME_MS = 3_500;

/** Size limit: GitHub shows larger pictures slowly. */
const MAX_BYTES = 2_000_000;

/** The screenshots of a film, in order. */
class Film {
	private readonly frames: Array<{ file: string; ms: number }> = [];

	constructor(private readonly folder: string) {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
	}

	async take(page: Page, ms = FRAME_MS): Promise<void> {
		const file = join(this.folder, `${String(this.frames.length).padStart(2, '0')}.png`);
		// Waits for animations of panels and menus.
		await page.waitForTimeout(700);
		writeFileSync(file, await page.screenshot());
		this.frames.push({ file, ms });
	}

	/** Takes a frame with a ring around the target, then clicks it. */
	async click(target: Locator): Promise<void> {
		const page = target.page();
		const first = target.first();
		await first.waitFor();
		const box = await first.boundingBox();
		const ring = box && [box.x - 6, box.y - 6, box.width + 12, box.height + 12];
		await page.evaluate((rectangle) => {
			if (!rectangle) return;
			const [left, top, width, height] = rectangle.map((pixels) => `${pixels}px`);
			const element = document.createElement('div');
			element.id = 'film-ring';
			Object.assign(element.style, {
				...{ left, top, width, height, position: 'fixed', zIndex: '999999' },
				...{ border: '3px solid #e5383b', borderRadius: '10px', pointerEvents: 'none' },
			});
			document.body.append(element);
		}, ring);
		await this.take(page);
		await page.evaluate(() => document.getElementById('film-ring')?.remove());
		await first.click();
	}

	/** @throws {Error} without Debian's package `webp`, or for a film that is too large */
	write(file: string): void {
		const options = ['-loop', '0', '-lossy', '-q', '82', '-m', '6'];
		const frames = this.frames.flatMap((frame) => ['-d', String(frame.ms), frame.file]);
		// The options of a frame apply to all later ones.
		const { error, status } = spawnSync('img2webp', [...options, ...frames, '-o', file], {
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		if (error) throw new Error("The film needs Debian's package webp: apt-get install webp");
		const { size } = statSync(file);
		if (status !== 0 || size > MAX_BYTES) throw new Error(`${file} has ${size} bytes`);
	}
}

/** Sends the first note by hand, in a new workflow, and writes the film. */
export async function filmFirstNote(
	{ gateway, pageUrl, n8n, server }: Stage,
	file: string,
): Promise<void> {
	const film = new Film(join(RESULTS, 'film'));
	const editor = await Editor.open(server.url, n8n.folder);
	const { page } = editor;
	await page.setViewportSize(SIZE);
	await editor.newWorkflow();
	await film.click(editor.by('canvas-add-button'));
	await film.click(page.getByText('Trigger manually', { exact: true }));
	await film.click(editor.by('canvas-handle-plus'));
	await editor.searchNodes('send note', ['CC-Gateway Send Note']);
	await film.click(editor.by('node-creator-item-name').filter({ hasText: 'CC-Gateway Send Note' }));
	await film.click(page.getByRole('button', { name: 'Add to workflow' }));
	await editor.by('ndv').waitFor();
	for (const [name, text] of [
		['agentIds', '31003, 31004'],
		['content', 'Good morning! The stand-up moves to ten.'],
	] as const) {
		await editor.parameter(name).locator('input, textarea').first().fill(text);
	}
	const before = gateway.agent('31004').inbox.length;
	await film.click(editor.by('node-execute-button'));
	await waitFor('the note', () => gateway.agent('31004').inbox.length > before);
	await editor.by('output-panel').getByText('accepted').first().waitFor();
	await film.take(page, 2 * FRAME_MS);
	await editor.close();

	const seen = await openBrowser(pageUrl, n8n.folder);
	await seen.page.setViewportSize(SIZE);
	await seen.page.goto(pageUrl);
	await seen.page.getByText('sendnoteletex').first().waitFor();
	// The page is designed for a wider window.
	await seen.page.evaluate(() => (document.body.style.zoom = '0.75'));
	await seen.page.locator('summary[aria-label^="Notes of 31004"]').click();
	await seen.page.getByText('The stand-up moves to ten').last().scrollIntoViewIfNeeded();
	await film.take(seen.page, LAST_FRAME_MS);
	await seen.browser.close();
	film.write(file);
}

interface Stage {
	gateway: Simulator;
	/** The simulator's page. */
	pageUrl: string;
	n8n: N8n;
	server: Server;
}
