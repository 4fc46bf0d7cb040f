import { ResourceGraph, type Resource } from './graph.ts';
import { cleanProperties } from './clean.ts';

/** A plan or state file that cannot be read as one. The message says what was expected and what to do. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
}

const HOW =
  'Give the output of `pulumi preview --json --show-sames` (or `tandem preview <stack> --out FILE`) or of `pulumi stack export`.';

/**
 * Reads the text of `pulumi preview --json --show-sames` or of `pulumi stack export`.
 *
 * @param text whole content of the file
 * @param source name of the file, for messages
 * @throws GraphError when it is neither, is cut off, or leaves unchanged resources out
 */
export function readGraph(text: string, source: string): ResourceGraph {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GraphError(`${source} is not JSON (${reason}): it may be cut off. ${HOW}`);
  }
  return graphOf(document, source);
}

/** The same for a document that is parsed already. */
export function graphOf(document: unknown, source: string): ResourceGraph {
  if (isRecord(document)) {
    if (Array.isArray(document['steps'])) return fromPreview(document, document['steps'], source);
    const deployment = document['deployment'];
    if (isRecord(deployment) && Array.isArray(deployment['resources'])) {
      return fromRecords(deployment['resources'], source, 'deployment.resources');
    }
    if (isRecord(deployment)) throw new GraphError(`${source} is the export of a stack with no resources. ${HOW}`);
  }
  throw new GraphError(
    `${source} is JSON but neither a preview (no \`steps\`) nor a stack export (no \`deployment\`). ${HOW}`,
  );
}

function fromPreview(document: Record<string, unknown>, steps: readonly unknown[], source: string): ResourceGraph {
  const summary = document['changeSummary'];
  const same = isRecord(summary) && typeof summary['same'] === 'number' ? summary['same'] : 0;
  const shown = steps.filter((step) => isRecord(step) && step['op'] === 'same');
  const left = same - shown.length;
  // The stack itself is always shown. Where others are too, they all were: what is missing was taken out on purpose.
  if (left > 0 && shown.every(isStack))
    throw new GraphError(`${source} leaves ${left} unchanged resources out: it was made without --show-sames. ${HOW}`);
  const failures = failuresIn(document['diagnostics']);
  if (failures.length > 0)
    throw new GraphError(
      `${source} is a preview that failed, so it does not hold the whole plan:\n${failures.join('\n')}\nMend the program and preview again. ${HOW}`,
    );
  const resources = new Map<string, Resource>();
  steps.forEach((step, index) => {
    if (!isRecord(step)) throw new GraphError(`${source}: steps[${index}] is not an object. ${HOW}`);
    const op = String(step['op'] ?? '');
    if (/delete|discard|remove/.test(op)) return;
    if (step['newState'] === undefined || step['newState'] === null) return;
    const resource = resourceOf(step['newState'], op, source, `steps[${index}].newState`);
    resources.set(resource.urn, resource);
  });
  if (resources.size === 0)
    throw new GraphError(`${source} plans no resources: the preview failed or the program is empty. ${HOW}`);
  const config = document['config'];
  return new ResourceGraph([...resources.values()], isRecord(config) ? config : {});
}

const isStack = (step: unknown): boolean =>
  isRecord(step) && String(step['urn']).split('::')[2] === 'pulumi:pulumi:Stack';

/** What went wrong in a preview, a line each. */
const failuresIn = (diagnostics: unknown): readonly string[] =>
  (Array.isArray(diagnostics) ? diagnostics : [])
    .filter((one): one is Record<string, unknown> => isRecord(one) && one['severity'] === 'error')
    .map(({ urn, message }) => `  ${typeof urn === 'string' ? `${urn}: ` : ''}${String(message).trim()}`);

function fromRecords(records: readonly unknown[], source: string, where: string): ResourceGraph {
  const resources = records.flatMap((record, index) =>
    isRecord(record) && isGone(record) ? [] : [resourceOf(record, 'state', source, `${where}[${index}]`)],
  );
  if (resources.length === 0) throw new GraphError(`${source} is the export of a stack with no resources. ${HOW}`);
  return new ResourceGraph(resources);
}

/** In a state: what is to be deleted still, or was deleted for a replacement that has not been made. */
const isGone = (record: Record<string, unknown>): boolean =>
  record['delete'] === true || record['pendingReplacement'] === true;

function resourceOf(record: unknown, op: string, source: string, where: string): Resource {
  if (!isRecord(record) || typeof record['urn'] !== 'string' || typeof record['type'] !== 'string') {
    throw new GraphError(`${source}: ${where} has no urn or type. ${HOW}`);
  }
  const { properties: inputs, defaults } = cleanProperties(record['inputs']);
  const { properties: outputs } = cleanProperties(record['outputs']);
  const urn = record['urn'];
  return {
    urn,
    type: record['type'],
    name: urn.slice(urn.lastIndexOf('::') + 2),
    inputs,
    outputs,
    ...(typeof record['id'] === 'string' && record['id'] !== '' ? { id: record['id'] } : {}),
    custom: record['custom'] !== false,
    ...(typeof record['parent'] === 'string' && record['parent'] !== '' ? { parent: record['parent'] } : {}),
    protect: record['protect'] === true,
    propertyDependencies: isRecord(record['propertyDependencies'])
      ? Object.fromEntries(Object.entries(record['propertyDependencies']).map(([key, urns]) => [key, texts(urns)]))
      : {},
    dependencies: texts(record['dependencies']),
    defaults,
    op,
    ignoreChanges: texts(record['ignoreChanges']),
    ...(typeof record['provider'] === 'string' ? { provider: record['provider'].replace(/::[^:]*$/, '') } : {}),
  };
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
