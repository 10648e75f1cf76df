import { type Attribute, type Graph, mapInputs } from '../graph/graph';

/** Keeps one of each small constant. */
export function dedupeConstants(graph: Graph): Graph {
  const first = new Map<string, string>();
  const instead = new Map<string, string>();
  for (const { name, op, inputs, attributes } of graph.values()) {
    const key = op === 'Const' && inputs.length === 0 ? hashConstant(attributes['value']) : undefined;
    if (key === undefined) continue;
    const known = first.get(key);
    if (known === undefined) first.set(key, name);
    else instead.set(`${name}:0`, `${known}:0`);
  }
  return mapInputs(graph, (reference) => instead.get(reference) ?? reference);
}

function hashConstant(value: Attribute | undefined): string | undefined {
  const { dtype, tensorShape, tensorContent, floatVal, intVal, boolVal } = value?.tensor ?? {};
  if (dtype === undefined || (tensorContent?.length ?? 0) > 1024) return undefined;
  return `${dtype}|${tensorShape?.dim.map(({ size }) => size).join()}|${tensorContent?.join()}|${floatVal?.map((number) => (Object.is(number, -0) ? '-0' : number)).join()}|${intVal?.join()}|${boolVal?.join()}`;
}
