import structs from 'google-protobuf/google/protobuf/struct_pb.js';
import { join } from '../kit/paths.ts';
import { isValues, UNKNOWN, type Value, type Values } from '../kit/values.ts';

type Struct = InstanceType<typeof structs.Struct>;

/** Marks an object on the wire as something other than an object; the value says what. */
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';

/** The engine has one such text for each kind of value. */
const UNKNOWNS = new Set([
  UNKNOWN,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** Property values without their wrappers, and the paths of those that were secret. */
export interface Decoded {
  values: Values;
  secrets: Set<string>;
}

/** Reads what the engine sent. Nothing sent is the same as no properties. */
export function decode(struct: Struct | undefined): Decoded {
  const secrets = new Set<string>();
  const plain = struct?.toJavaScript() ?? {};
  return { values: unwrap(plain, '', secrets) as Values, secrets };
}

/** Writes what the engine will read; values at the secret paths are marked so. */
export function encode(values: Values, secrets: ReadonlySet<string> = new Set()): Struct {
  return structs.Struct.fromJavaScript(
    wrap(values, '', secrets) as Parameters<typeof structs.Struct.fromJavaScript>[0],
  );
}

function unwrap(value: Value, path: string, secrets: Set<string>): Value {
  if (typeof value === 'string') return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item, index) => unwrap(item, `${path}[${index}]`, secrets));
  if (!isValues(value)) return value;
  if (value[SIGNATURE_KEY] === SECRET) {
    secrets.add(path);
    return unwrap(value['value'] ?? null, path, secrets);
  }
  if (value[SIGNATURE_KEY] === OUTPUT) {
    if (value['secret'] === true) secrets.add(path);
    return 'value' in value ? unwrap(value['value'] ?? null, path, secrets) : UNKNOWN;
  }
  return mapValues(value, (child, name) => unwrap(child, join(path, name), secrets));
}

function wrap(value: Value, path: string, secrets: ReadonlySet<string>): Value {
  const inner = wrapChildren(value, path, secrets);
  return secrets.has(path) && value !== null ? { [SIGNATURE_KEY]: SECRET, value: inner } : inner;
}

function wrapChildren(value: Value, path: string, secrets: ReadonlySet<string>): Value {
  if (Array.isArray(value)) return value.map((item, index) => wrap(item, `${path}[${index}]`, secrets));
  if (!isValues(value)) return value;
  return mapValues(value, (child, name) => wrap(child, join(path, name), secrets));
}

/** Absent values are left out: the wire format knows no `undefined`. */
function mapValues(values: Values, change: (value: Value, name: string) => Value): Values {
  const changed: Values = {};
  for (const [name, value] of Object.entries(values) as [string, Value | undefined][]) {
    if (value !== undefined) changed[name] = change(value, name);
  }
  return changed;
}
