// A page in Debian's chromium for tests: files from memory, with or without the headers that let threads share memory.
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where chromium is: what the variable CHROMIUM names, else on PATH, else undefined. With CI=true it must be there. */
export function findChromium(): string | undefined {
  if (process.env.CHROMIUM !== undefined) return process.env.CHROMIUM;
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser'], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim();
  if (process.env.CI === 'true') throw new Error('CI=true needs chromium on PATH: apt-get install chromium.');
  return undefined;
}

/** `describe`, or `describe.skip` where there is no chromium: the run then says that these tests could not run. */
export function describeInBrowser(): jest.Describe {
  return findChromium() === undefined ? describe.skip : describe;
}

export interface OpenedPage {
  readonly page: Page;
  readonly browser: Browser;
  /** What the page wrote to its console as warning or error, and exceptions that nothing caught. */
  readonly troubles: string[];
  /** Addresses that the page asked for, up to now. */
  readonly requests: string[];
  close(): Promise<void>;
}

export interface OpenPageOptions {
  /** Whether the page is cross-origin isolated, so that threads can share memory. Default true. */
  readonly isolated?: boolean;
  /** More headers for every answer. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the page is. Default `/`. */
  readonly path?: string;
  /** Flags for chromium. Default none. */
  readonly flags?: readonly string[];
}

/** Serves files (by path, such as `/index.html`) and opens one. */
export async function openPage(
  files: ReadonlyMap<string, string | Uint8Array>,
  { isolated = true, headers = {}, path = '/', flags = [] }: OpenPageOptions = {},
): Promise<OpenedPage> {
  const server = await serve(files, { ...headers, ...(isolated && isolation) });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...flags],
  });
  const page = await browser.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`${message.type()}: ${message.text()}`);
  });
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}${path}`);
  const close = async (): Promise<void> => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  };
  return { page, browser, troubles, requests, close };
}

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

function serve(
  files: ReadonlyMap<string, string | Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname === '/' ? '/index.html' : pathname;
    const content = files.get(path);
    response.statusCode = content === undefined ? 404 : 200;
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(content);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
