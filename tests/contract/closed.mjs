// A description whose answers hold nothing that it does not name, so that a field it forgets is found. To
// clients an answer is open: fields may come.

const PLACE = '#/components/schemas/';

/** The description with every object of its answers closed. */
export function closed(description) {
  const copy = structuredClone(description);
  const { schemas } = copy.components;
  const seen = new Set();
  const reach = (value) => {
    if (Array.isArray(value)) value.forEach(reach);
    if (value === null || typeof value !== 'object') return;
    if (typeof value.$ref === 'string' && value.$ref.startsWith(PLACE)) {
      const name = value.$ref.slice(PLACE.length);
      if (!seen.has(name)) {
        seen.add(name);
        reach(schemas[name]);
      }
    }
    Object.values(value).forEach(reach);
  };
  for (const path of Object.values(copy.paths)) {
    for (const operation of Object.values(path)) reach(operation.responses);
  }
  reach(copy.components.responses);
  const close = (schema) => {
    if (Array.isArray(schema)) schema.forEach(close);
    if (schema === null || typeof schema !== 'object') return;
    Object.values(schema).forEach(close);
    const isObject = schema.properties !== undefined && schema.type !== undefined;
    if (isObject && schema.additionalProperties === undefined) schema.unevaluatedProperties ??= false;
  };
  for (const name of seen) close(schemas[name]);
  return copy;
}
