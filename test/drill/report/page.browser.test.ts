import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderPage } from '../../../drill/report/html.ts';
import { google } from '../../topology/picture/models.ts';
import { sample, worse } from './sample.ts';

// The page as a person opens it: from the disk, in a real browser. What runs there is text, because the types of a
// document are not those of this program. Pictures of it are kept in .tandem/page/.

const folder = resolve(import.meta.dirname, '../../../.tandem/page');
const file = resolve(folder, 'drill.html');
const INSTALL_MS = 300_000;

let browser: Browser | undefined;
let opening: Promise<Page>;
let page: Page;
const complaints: string[] = [];
const requests: string[] = [];

/** The browser to use, installed if need be. Without one these tests fail and say what to do. */
function executable(): string {
  const script = resolve(import.meta.dirname, '../../../offline/setup/browser.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function open(): Promise<Page> {
  const executablePath = executable();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, await renderPage(sample, google, [{ label: 'one region', report: worse }]));
  // As root, as in a container, Chromium starts only without its own sandbox; the page is ours and loads nothing.
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const opened = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  opened.on('console', (message) => complaints.push(message.text()));
  opened.on('pageerror', (error) => complaints.push(error.message));
  opened.on('request', (request) => requests.push(request.url()));
  await opened.goto(pathToFileURL(file).href);
  return opened;
}

// A failing `beforeAll` would count these tests as skipped; without a browser each of them has to fail.
beforeAll(async () => {
  opening = open();
  await opening.catch(() => undefined);
}, INSTALL_MS);

beforeEach(async () => {
  page = await opening;
});

afterAll(async () => {
  await browser?.close();
});

const figure = (path: string): Promise<string | null> =>
  page.locator(`[data-figure="${path}"]`).first().getAttribute('data-value');

describe('the page in a browser', () => {
  it('shows the figures of the report', async () => {
    expect(await figure('requests.total')).toBe(String(sample.requests.total));
    expect(await figure('requests.failed')).toBe(String(sample.requests.failed));
    expect(await figure('writes.lost')).toBe(String(sample.writes?.lost));
    for (const [index, fault] of sample.faults.entries()) {
      expect(await figure(`faults.${String(index)}.shedMeasured`)).toBe(String(fault.shedMeasured));
      expect(await figure(`faults.${String(index)}.returnMeasured`)).toBe(String(fault.returnMeasured));
    }
    expect(await page.locator('.verdict').getAttribute('data-outcome')).toBe('passed');
    expect(await page.locator('.verdict .word').innerText()).toBe('Passed: all 5 objectives are met.');
  });

  it('asks for nothing but itself and complains of nothing', () => {
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
  });

  it('draws two charts and the topology, each with a size and a name for screen readers', async () => {
    const drawings = page.locator('figure svg[role="img"]');
    expect(await drawings.count()).toBe(3);
    for (const drawing of await drawings.all()) {
      const box = await drawing.boundingBox();
      expect(box?.width).toBeGreaterThan(700);
      expect(box?.height).toBeGreaterThan(200);
      expect(await drawing.ariaSnapshot()).toMatch(/img "\S/u);
    }
  });

  it('keeps every text of the topology inside the picture and its box', async () => {
    const outside = await page.evaluate<string[]>(`
      [...document.querySelectorAll('.tandem-picture .card')].flatMap((card) => {
        const box = [...card.querySelectorAll(':scope > rect')].at(-1).getBoundingClientRect();
        return [...card.querySelectorAll('text')]
          .filter((text) => {
            const { left, right } = text.getBoundingClientRect();
            return left < box.left || right > box.right;
          })
          .map((text) => text.textContent);
      })`);
    expect(outside).toEqual([]);
  });

  it.each([1200, 390])('is not wider than a screen of %d pixels', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.screenshot({ path: resolve(folder, `page-${String(width)}.png`), fullPage: true });
  });

  it('turns dark with the reader, and light again on paper', async () => {
    const ground = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe('rgb(18, 21, 26)');
    await page.screenshot({ path: resolve(folder, 'page-dark.png'), fullPage: true });
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.pdf({ path: resolve(folder, 'page.pdf'), format: 'A4' });
  });
});
