import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// Folders of each package, from the lowest to the highest: a folder imports only from those before it.
const folders = {
  core: ['errors', 'process', 'validate', 'bytes', 'images', 'random', 'tasks', 'contracts'],
  dataset: ['files', 'records', 'statistics', 'scan', 'duplicates', 'split'],
  batches: ['decode', 'resize', 'augment', 'loader', 'sources'],
  model: ['blocks', 'network', 'files', 'combine', 'prediction', 'node'],
  training: [
    'optimizers',
    'layer-patches',
    'losses',
    'steps',
    'history',
    'scores',
    'schedules',
    'callbacks',
    'checkpoints',
    'tensorboard',
    'trainer',
    'evaluation',
  ],
  metrics: [
    'statistics',
    'input',
    'metric',
    'format',
    'classification',
    'ranking',
    'probability',
    'regression',
    'resampling',
    'groups',
  ],
  tensorflow: ['setup', 'graph', 'tracing', 'passes', 'kernels', 'session', 'steps', 'engine'],
  wasm: ['engine', 'kernels', 'gradients', 'setup'],
  report: ['input', 'analysis', 'charts', 'network-diagram', 'html', 'sections', 'model-card', 'report', 'compare'],
};
const zones = Object.entries(folders).flatMap(([name, order]) =>
  order.slice(0, -1).map((folder, index) => ({
    target: `./packages/${name}/src/${folder}`,
    from: order.slice(index + 1).map((higher) => `./packages/${name}/src/${higher}`),
    message: `${folder} is below the folder that it imports from (see "folders" in eslint.config.js).`,
  })),
);

// Longer than the limits since Prettier formats them. No file joins this list; each leaves it when it is split.
const toBeSplit = [
  'packages/model/test/artifacts.test.ts',
  'packages/polyhead/test/argument-validation.test.ts',
  'packages/tensorflow/test/networks.test.ts',
  'packages/tensorflow/test/operations.test.ts',
];

export default tseslint.config(
  {
    ignores: [
      '.cache/**',
      '**/dist/',
      '**/node_modules/',
      'docs/site/',
      'coverage/',
      'packages/wasm/assembly/',
      '**/runs/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { 'import-x': importX },
    languageOptions: { globals: { ...globals.node } },
    settings: {
      'import-x/resolver': { node: { extensions: ['.ts', '.js'] } },
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      'no-console': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    // A test suite is one long describe; programs and scripts are there to print.
    files: ['**/test/**', 'examples/**', 'scripts/**', 'packages/bench/**', '**/src/cli.ts', '**/tsup.config.js'],
    languageOptions: { globals: { ...globals.node, ...globals.jest } },
    rules: {
      'no-console': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  { files: toBeSplit, rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
);
