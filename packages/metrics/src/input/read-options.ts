import { checkObject } from './check-object';
import { formatValue, invalidArgument } from '@polyhead/core';

/**
 * The options as they came; rejects what is no object by names, such as a word in their place, and names that are not
 * among `names`, all that there are. A name whose value is undefined is not given.
 * `argument` names other options than those of the function itself.
 */
export function readOptions<Options extends object>(
  where: string,
  options: Options,
  names: Readonly<Record<keyof NoInfer<Options>, true>>,
  example = "{ labels: ['cat', 'dog'] }",
  argument = 'options',
): Options {
  checkObject(where, argument, options, example);
  const odd = Object.entries(options).flatMap(([name, value]) =>
    value === undefined || Object.hasOwn(names, name) ? [] : [formatValue(name)],
  );
  if (odd.length === 0) return options;
  throw invalidArgument(
    where,
    `"${argument}" must have no names but ${Object.keys(names).join(', ')}`,
    odd.join(', '),
    'Correct the name, or leave it out.',
  );
}
