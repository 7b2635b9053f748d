/** The simulator's page in a browser: its updates and its actions. */
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { type Page, servePage } from '../../simulator';
import { useGateway } from '../support/nodeRunner';
import { openRawSender, type SendRaw } from '../support/rawRequests';
import { openBrowser } from './support/browser';
import { describeWith } from './support/debian';
import { screenshotFile, temporaryFolder } from './support/places';
import { waitFor } from './support/waitFor';

describeWith(['chromium'], "the simulator's page", () => {
	const gateway = useGateway();
	const home = temporaryFolder('page');
	const wrong: string[] = [];
	let served: Page;
	let browser: Browser;
	let page: BrowserPage;
	let send: SendRaw;

	beforeAll(async () => {
		served = await servePage(gateway());
		send = await openRawSender(gateway);
		({ browser, page } = await openBrowser(served.url, home.folder));
		page.on('pageerror', ({ message }) => wrong.push(message));
		page.on('console', (said) => {
			if (said.type() === 'error') wrong.push(said.text());
		});
		await page.goto(served.url);
	});
	afterAll(async () => {
		await browser?.close();
		await served?.close();
		home.remove();
	});

	const guidOf = (id: string) => gateway().agent(id).guid;
	const row = (id: string) => page.locator('tr', { has: page.getByText(id, { exact: true }) });

	it('shows states, limits, notes and requests as they change, and no Guid', async () => {
		await row('31001').getByText('idle').waitFor();
		await send('POST', '/onlineagent/31001/saybusy?reason=201&prolong=false', {
			guid: guidOf('31001'),
		});
		await send('POST', '/mediacall/31003/setcallnums', {
			guid: guidOf('31003'),
			body: { mediaType: '1', callnums: '5' },
		});
		await send('POST', '/onlineagent/31000/sendnoteletex', {
			guid: guidOf('31000'),
			body: { agentIds: [31002], content: 'Team meeting at three <b>sharp</b>' },
		});
		await row('31001').getByText('busy: Lunch (201)').waitFor();
		await row('31003').getByText('Text Chat: 5').waitFor();
		await row('31002').locator('summary').click();
		await row('31002')
			.getByText('Ines Albrecht (31000): Team meeting at three <b>sharp</b>')
			.waitFor();
		await page.getByText('sendnoteletex (1 recipient): 0 success').waitFor();
		await page.screenshot({ path: screenshotFile('simulator-page') });
		expect(await page.content()).not.toMatch(/AgentGateway\d|0000-4000-8000/);
	});

	it('announces changes to screen readers, and keeps the focus', async () => {
		await row('31009').getByText('busy').waitFor();
		await page.getByRole('button', { name: 'Sign out 31009' }).focus();
		await page.getByRole('button', { name: 'Set idle 31009' }).click();
		const announcement = page.getByRole('status');
		await announcement.getByText('Ivan Petrov (31009): idle').waitFor();
		expect(gateway().agent('31009').state).toBe('idle');
		await page.getByRole('button', { name: 'Set idle 31009' }).waitFor({ state: 'hidden' });
		const focused = async () => await page.evaluate(() => document.activeElement?.ariaLabel);
		await waitFor('the focus', async () => (await focused()) === 'Sign out 31009');
		await send('POST', '/onlineagent/31000/sendnoteletex', {
			guid: guidOf('31000'),
			body: { agentIds: [31001, 31002, 31003, 31004, 31006], content: 'Hello' },
		});
		await announcement
			.getByText(/^Amara Okafor \(31001\): got a note; .*; .*; and 2 more$/)
			.waitFor();
		expect(await focused()).toBe('Sign out 31009');
	});

	it('has a form for a note, which goes to the service agent unless another one is chosen', async () => {
		const form = page.getByRole('dialog', { name: 'Agent 31006 writes a note' });
		await page.getByRole('button', { name: 'Write a note as 31006' }).click();
		await form.getByLabel('Text').fill('free');
		await form.getByRole('button', { name: 'Cancel' }).click();
		await form.waitFor({ state: 'hidden' });
		await page.getByRole('button', { name: 'Write a note as 31006' }).click();
		expect(await form.getByLabel('To').inputValue()).toBe('31900');
		await form.getByLabel('To').selectOption('31008');
		await form.getByLabel('Text').fill('busy');
		await form.getByRole('button', { name: 'Send' }).click();
		await waitFor('the note', () => gateway().agent('31008').inbox.length === 1);
		expect(gateway().agent('31008').inbox).toMatchObject([{ from: '31006', content: 'busy' }]);
	});

	it('shows the skill queues, and lets callers arrive and leave', async () => {
		const queue = page.locator('#queues li', { hasText: 'Service hotline (11)' });
		const button = (label: string) => queue.getByRole('button', { name: `${label}: Service` });
		await button('A caller arrives').click();
		await queue.getByText(/1 caller waits, the first for \d+ s; 6 agents signed in/).waitFor();
		const focused = async () => await page.evaluate(() => document.activeElement?.textContent);
		expect(await focused()).toBe('A caller arrives');
		await button('A caller leaves').click();
		await queue.getByText('0 callers wait').waitFor();
		await button('A caller leaves').waitFor({ state: 'hidden' });
		expect(gateway().queues()[0]?.waiting).toBe(0);
	});

	it('has switches and faults to click', async () => {
		await page.getByLabel('A Guid acts for').waitFor({ state: 'hidden' });
		await page.getByLabel('What goes wrong').waitFor({ state: 'hidden' });
		await page.getByText('For developers').click();
		await page.getByLabel('A Guid acts for').selectOption('"vdn"');
		await waitFor('the switch', () => gateway().switches.guidScope === 'vdn');
		await page.getByLabel('What goes wrong').selectOption('html');
		await page.locator('#faultOperation').selectOption('sayBusy');
		await page.getByLabel('How often').fill('2');
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByText('A sign-in page answers, sayBusy: struck 0 of 2').waitFor();
		await page.getByRole('button', { name: 'Remove' }).click();
		await waitFor('no fault', () => gateway().faults.planned().length === 0);
		await page.getByRole('button', { name: 'Sign out 31004' }).click();
		await row('31004').getByText('signed out').waitFor();
		await page.getByLabel('Show').fill('signed out');
		await row('31001').waitFor({ state: 'hidden' });
		await page.getByLabel('Show').fill('');
		await page.getByRole('button', { name: 'Start over' }).click();
		await row('31004').getByText('idle').waitFor();
	});

	it.each([
		['a phone', 390],
		['a small window', 700],
	])('fits on %s in the dark theme, with all controls reachable', async (_, width) => {
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.setViewportSize({ width, height: 844 });
		await page.goto(served.url);
		await send('POST', '/onlineagent/31000/sendnoteletex', {
			guid: guidOf('31000'),
			body: { agentIds: [31009], content: `A long word: ${'x'.repeat(80)}` },
		});
		await row('31009').locator('summary').click();
		await row('31009').getByText('A long word').waitFor();
		await page.screenshot({ path: screenshotFile(`simulator-page-${width}`), fullPage: true });
		const outside = await page.evaluate(() =>
			Array.from(document.querySelectorAll('button, summary, select, input, td p, td, code, li'))
				.filter((element) => element.getClientRects().length > 0)
				.filter((element) => {
					const { left, right } = element.getBoundingClientRect();
					return left < 0 || right > document.documentElement.clientWidth;
				})
				.map((element) => `${element.tagName} ${element.textContent}`),
		);
		expect(outside).toEqual([]);
		const tooWide = await page.evaluate(
			() => document.documentElement.scrollWidth > document.documentElement.clientWidth,
		);
		expect(tooWide).toBe(false);
		for (const name of ['Sign out 31009', 'Set idle 31009', 'Start over']) {
			await page.getByRole('button', { name }).click({ trial: true });
		}
		expect(wrong).toEqual([]);
	});
});
