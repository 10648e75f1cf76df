// Counts what makes text and layout hard to read, and fails above the limits. Run by `.ci/run`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const maxColumns = 120;
const maxFunctionLines = 60;

/** Highest count that is allowed, by what is counted. */
const limits = {
  'lines over 120 columns, in percent': 0.5,
  'functions over 60 lines': 0,
  'words to avoid': 0,
  'exported functions with incomplete doc comments': 0,
  'folders that import each other': 0,
};

/** Private words and unidiomatic phrases, outside of quotations. */
const words =
  /\bpictures?\b|colour|throws where|\banew\b|\bmend(s|ed|ing)?\b|of (our|its|one's|their) own\b|\bgrey\b|labelled(?!by)|\bbegins again\b/i;
/** Files that quote such words: the list above, and names of other people's files and products. */
const quoting = /^(scripts\/count-text\.js|CHANGELOG|docs\/changes)/;
const generated = /(libjpeg-wasm|engine\/binary)\.ts$|pnpm-lock|\.svg$|golden\/.*\.jsonl?$|\.changeset\//;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => /\.(ts|js|mjs|md|py|sh|cc|h|css|html|ya?ml)$/.test(file) && !generated.test(file));
const texts = new Map(
  files.flatMap((file) => {
    try {
      return [[file, readFileSync(join(root, file), 'utf8')]];
    } catch {
      return []; // deleted, but not committed yet
    }
  }),
);
const sources = [...texts.keys()].filter((file) => /^packages\/(?!bench)[^/]+\/src\/.*\.ts$/.test(file));

const found = {
  'lines over 120 columns, in percent': longLines(),
  'functions over 60 lines': longFunctions(),
  'words to avoid': wordsToAvoid(),
  'exported functions with incomplete doc comments': incompleteComments(),
  'folders that import each other': mutualFolders(),
};
const showsAll = process.argv.includes('--list');
let hasFailed = false;
for (const [name, { count, list }] of Object.entries(found)) {
  const limit = limits[name];
  const failed = count > limit;
  hasFailed ||= failed;
  console.log(`${failed ? 'FAIL' : 'ok  '} ${name}: ${count} (limit ${limit})`);
  if (failed || showsAll) for (const line of list.slice(0, showsAll ? Infinity : 10)) console.log(`       ${line}`);
}
process.exitCode = hasFailed ? 1 : 0;

function longLines() {
  const list = [];
  let lines = 0;
  for (const [file, text] of texts)
    text.split('\n').forEach((line, index) => {
      lines++;
      if (line.length > maxColumns && !/^\s*\|/.test(line)) list.push(`${file}:${index + 1}`);
    });
  return { count: Number(((100 * list.length) / lines).toFixed(2)), list };
}

function longFunctions() {
  const list = [];
  for (const file of sources)
    visit(parse(file), (node, source) => {
      if (!ts.isFunctionLike(node) || node.body === undefined) return;
      const line = (position) => source.getLineAndCharacterOfPosition(position).line;
      const lines = line(node.end) - line(node.getStart(source)) + 1;
      if (lines > maxFunctionLines) list.push(`${file}:${line(node.getStart(source)) + 1} ${lines} lines`);
    });
  return { count: list.length, list };
}

function wordsToAvoid() {
  const list = [];
  for (const [file, text] of texts) {
    if (quoting.test(file)) continue;
    text.split('\n').forEach((line, index) => {
      if (words.test(line)) list.push(`${file}:${index + 1} ${line.trim().slice(0, 100)}`);
    });
  }
  return { count: list.length, list };
}

/** Exported functions of all entries that lack `@param` for a parameter, `@returns` or `@example`. */
function incompleteComments() {
  const entries = sources
    .filter((file) => /\/src\/(index|node|browser)\.ts$/.test(file))
    .map((file) => join(root, file));
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: entries, include: [] }, ts.sys, root);
  const program = ts.createProgram(entries, { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const seen = new Map();
  for (const entry of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const declaration = target.declarations?.find((one) => ts.isFunctionDeclaration(one));
      if (declaration === undefined || seen.has(target)) continue;
      const missing = missingTags(declaration);
      const file = relative(root, declaration.getSourceFile().fileName);
      if (missing.length > 0) seen.set(target, `${file} ${target.name}: ${missing.join(', ')}`);
    }
  }
  const list = [...seen.values()].sort();
  return { count: list.length, list };
}

function missingTags(declaration) {
  const comments = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  const tags = comments.flatMap(({ tags: list }) => [...(list ?? [])]);
  const params = new Set(tags.filter(ts.isJSDocParameterTag).map(({ name }) => name.getText()));
  const names = declaration.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : 'options'));
  const missing = names.filter((name) => !params.has(name)).map((name) => `@param ${name}`);
  const returns = declaration.type?.getText();
  if (returns !== 'void' && returns !== 'never' && !tags.some(ts.isJSDocReturnTag)) missing.push('@returns');
  if (!tags.some(({ tagName }) => tagName.text === 'example')) missing.push('@example');
  return missing;
}

/** Pairs of folders of one package of which each imports the other. */
function mutualFolders() {
  const edges = new Set();
  for (const file of sources) {
    const [, name, path] = /^packages\/([^/]+)\/src\/(.*)$/.exec(file);
    if (/^(index|node|browser|cli)\.ts$/.test(path)) continue;
    const folder = (of) => `${name}/${of.includes('/') ? of.split('/')[0] : '.'}`;
    for (const [, specifier] of texts.get(file).matchAll(/from '(\.[^']+)'/g)) {
      const target = relative(join(root, 'packages', name, 'src'), resolve(root, dirname(file), specifier));
      if (!target.startsWith('..') && folder(path) !== folder(target)) edges.add(`${folder(path)} ${folder(target)}`);
    }
  }
  const list = [...edges].filter((edge) => {
    const [from, to] = edge.split(' ');
    return from < to && edges.has(`${to} ${from}`);
  });
  return { count: list.length, list };
}

function parse(file) {
  return ts.createSourceFile(file, texts.get(file), ts.ScriptTarget.ES2022, true);
}

function visit(source, see) {
  const walk = (node) => {
    see(node, source);
    ts.forEachChild(node, walk);
  };
  walk(source);
}
