/** n8n's editor in Debian's Chromium, used like a person does. */
import { type Browser, chromium, type Locator, type Page, selectors } from 'playwright-core';
import { screenshotFile } from './places';
import { OWNER } from './rest';

selectors.setTestIdAttribute('data-test-id');

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts a browser with access to one origin only. */
export async function openBrowser(
	origin: string,
	home: string,
): Promise<{ browser: Browser; page: Page }> {
	const browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: FLAGS,
		env: { PATH: process.env.PATH ?? '', HOME: home },
	});
	const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
	page.setDefaultTimeout(30_000);
	await page.route(
		(address) => address.origin !== origin,
		async (route) => await route.abort(),
	);
	return { browser, page };
}

export class Editor {
	/** Addresses of this n8n that were not found, such as missing pictures or scripts. */
	readonly notFound: string[] = [];

	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {}

	/** Starts a browser with access to this n8n only, and signs in. */
	static async open(url: string, home: string): Promise<Editor> {
		const { browser, page } = await openBrowser(url, home);
		const editor = new Editor(browser, page, url);
		page.on('response', (response) => {
			if (response.status() === 404) editor.notFound.push(response.url());
		});
		await page.goto(`${url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
		await page.locator('input[name="password"]').fill(OWNER.password);
		await editor.by('form-submit-button').click();
		await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
		return editor;
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** An element by the test ID of n8n's own tests. */
	by(testId: string): Locator {
		return this.page.getByTestId(testId);
	}

	async screenshot(name: string): Promise<void> {
		await this.page.screenshot({ path: screenshotFile(name) });
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.by('canvas-node').first().waitFor();
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.by('canvas-add-button').waitFor();
	}

	/** Opens the panel of nodes, types the words, and waits until it shows all names. */
	async searchNodes(words: string, names: readonly string[]): Promise<void> {
		const bar = this.by('node-creator-search-bar');
		if (!(await bar.isVisible())) {
			const plus = this.by('canvas-add-button').or(this.by('node-creator-plus-button'));
			await plus.first().click();
		}
		// Earlier results stay for a moment, so an unknown word clears them first.
		await bar.fill('no node has this name');
		await this.foundNode('').waitFor({ state: 'hidden' });
		await bar.fill(words);
		for (const name of names) await this.foundNode(name).waitFor();
	}

	/** A node in the panel of nodes. */
	private foundNode(name: string): Locator {
		return this.by('node-creator-item-name').filter({ hasText: name }).first();
	}

	/** Adds a node of this package to the canvas; its panel opens. */
	async addNode(name: string): Promise<void> {
		await this.searchNodes(name, [name]);
		await this.foundNode(name).click();
		// n8n shows details of a community node before adding it.
		await this.page.getByRole('button', { name: 'Add to workflow' }).click();
		await this.by('ndv').waitFor();
	}

	/** Opens the panel of a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.by('ndv').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.by('ndv-close-button').click();
		await this.by('ndv').waitFor({ state: 'hidden' });
	}

	parameter(name: string): Locator {
		return this.by(`parameter-input-${name}`);
	}

	/** Executes the node whose panel is open and waits for its output. */
	async executeStep(): Promise<void> {
		await this.by('node-execute-button').click();
	}
}
