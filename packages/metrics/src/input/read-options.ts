import { quote, refuse } from './refuse';

/** The options as they came; refuses what is no object by names, such as a word in their place. `argument` names other things that come by name. */
export function readOptions<Options extends object>(where: string, options: Options, example = "{ labels: ['cat', 'dog'] }", argument = 'options'): Options {
  const given: unknown = options;
  if (typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given) && !(given instanceof Promise)) return options;
  throw refuse(where, `"${argument}" must be an object`, quote(given), `Pass e.g. ${example}.`);
}
