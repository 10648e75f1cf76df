// Compiles for jest with swc, but for one statement of @jsquash/jpeg that gives `import.meta` a value where it has
// none, which CommonJS code cannot say.
import swc from '@swc/jest';

const { createTransformer } = swc;

/** @type {import('@jest/transform').TransformerCreator} */
export default {
  createTransformer(options) {
    const transformer = createTransformer(options);
    const cleaned = (source) => source.replace('import.meta.url="https://localhost"', '0');
    return {
      ...transformer,
      process: (source, ...others) => transformer.process(cleaned(source), ...others),
      getCacheKey: (source, ...others) => transformer.getCacheKey(source, ...others),
    };
  },
};
