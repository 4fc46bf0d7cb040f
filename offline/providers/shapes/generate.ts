/**
 * Writes `<package>.json` beside this file: the property shapes of every described resource type, read from the type
 * declarations of the installed SDK. Run it after describing a new type or updating an SDK:
 *
 *     node offline/providers/shapes/generate.ts
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describedTypes, packageNames } from '../packages.ts';
import type { Kind, Properties, ResourceShape, Shapes } from './shape.ts';

const require = createRequire(import.meta.url);

/** The text of `<package>.json` for the types given. */
export function generate(packageName: string, types: string[]): string {
  return serialize(new Reader(packageName).read(types));
}

/** Reads the declarations of one SDK package. */
class Reader {
  private readonly folder: string;
  private readonly packageName: string;
  private readonly objects: { [name: string]: Properties } = {};
  private readonly declaredObjects: Map<string, ts.InterfaceDeclaration>;

  constructor(packageName: string) {
    this.packageName = packageName;
    this.folder = path.dirname(require.resolve(`@pulumi/${packageName}/package.json`));
    const inputTypes = path.join(this.folder, 'types/input.d.ts');
    this.declaredObjects = existsSync(inputTypes) ? interfacesOf(parse(inputTypes)) : new Map<string, never>();
  }

  read(types: string[]): Shapes {
    const { version } = JSON.parse(readFileSync(path.join(this.folder, 'package.json'), 'utf8')) as { version: string };
    const config = this.properties(this.interfaceIn('provider.d.ts', 'ProviderArgs'));
    const resources: { [type: string]: ResourceShape } = {};
    for (const type of types.toSorted()) resources[type] = this.resource(type);
    return { version, config, resources, objects: this.objects };
  }

  private resource(type: string): ResourceShape {
    const [, modulePath = '', name = ''] = type.split(':');
    const [module = '', file = ''] = modulePath.split('/');
    const folder = module === 'index' ? '' : module;
    const candidates = [file, file.toLowerCase()].map((base) => path.join(folder, `${base}.d.ts`));
    const declaration = candidates.find((candidate) => existsSync(path.join(this.folder, candidate)));
    if (declaration === undefined) throw new Error(`${type}: none of ${candidates.join(', ')} is in the SDK`);
    const inputs = this.properties(this.interfaceIn(declaration, `${name}Args`));
    const state = this.properties(this.interfaceIn(declaration, `${name}State`), false);
    const outputs = Object.fromEntries(Object.entries(state).filter(([property]) => !(property in inputs)));
    return { inputs, outputs };
  }

  private interfaceIn(file: string, name: string): ts.InterfaceDeclaration {
    const found = interfacesOf(parse(path.join(this.folder, file))).get(name);
    if (!found) throw new Error(`${this.packageName}: no interface ${name} in ${file}`);
    return found;
  }

  private properties(declaration: ts.InterfaceDeclaration, markRequired = true): Properties {
    const properties: Properties = {};
    for (const member of declaration.members) {
      if (!ts.isPropertySignature(member) || !member.type) continue;
      const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : undefined;
      if (name === undefined) continue;
      properties[name] = this.kind(member.type) + (markRequired && !member.questionToken ? '!' : '');
    }
    return properties;
  }

  private kind(type: ts.TypeNode): Kind {
    if (ts.isParenthesizedTypeNode(type)) return this.kind(type.type);
    if (ts.isArrayTypeNode(type)) return `[]${this.kind(type.elementType)}`;
    if (ts.isUnionTypeNode(type)) return this.unionKind(type);
    if (ts.isTypeLiteralNode(type)) return this.mapKind(type);
    if (ts.isTypeReferenceNode(type)) return this.referenceKind(type);
    if (type.kind === ts.SyntaxKind.StringKeyword) return 'string';
    if (type.kind === ts.SyntaxKind.NumberKeyword) return 'number';
    if (type.kind === ts.SyntaxKind.BooleanKeyword) return 'boolean';
    return 'any';
  }

  /** `undefined` says optional; a text beside an enum, a resource or an ARN is a text; beside a document it is JSON. */
  private unionKind(union: ts.UnionTypeNode): Kind {
    const parts = union.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword);
    if (parts.some((part) => part.getText().endsWith('PolicyDocument'))) return 'json';
    const kinds = new Set(parts.map((part) => this.kind(part)));
    if (kinds.has('string')) return 'string';
    return kinds.size === 1 ? [...kinds].join() : 'any';
  }

  private mapKind(literal: ts.TypeLiteralNode): Kind {
    const index = literal.members.find(ts.isIndexSignatureDeclaration);
    return index ? `{}${this.kind(index.type)}` : 'any';
  }

  private referenceKind(reference: ts.TypeReferenceNode): Kind {
    const name = reference.typeName.getText();
    const argument = reference.typeArguments?.[0];
    if (name === 'pulumi.Input' && argument) return this.kind(argument);
    if (name.startsWith('inputs.')) return this.object(name.slice('inputs.'.length));
    // Everything else is an enum, an ARN or another resource: all of them travel as text.
    return name.startsWith('pulumi.') ? 'any' : 'string';
  }

  private object(name: string): Kind {
    if (!(name in this.objects)) {
      const declaration = this.declaredObjects.get(name);
      if (!declaration) throw new Error(`${this.packageName}: no input type ${name}`);
      this.objects[name] = {};
      this.objects[name] = this.properties(declaration);
    }
    return name;
  }
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Interfaces by name, with the namespaces they are declared in: `compute.BackendServiceBackend`. */
function interfacesOf(source: ts.SourceFile): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  const visit = (node: ts.Node, prefix: string): void => {
    if (ts.isInterfaceDeclaration(node)) found.set(prefix + node.name.text, node);
    else if (ts.isModuleDeclaration(node) && node.body) {
      ts.forEachChild(node.body, (child) => visit(child, `${prefix}${node.name.text}.`));
    }
  };
  ts.forEachChild(source, (node) => visit(node, ''));
  return found;
}

/** One line a type or object, so that a change of the SDK is a readable difference. */
function serialize(shapes: Shapes): string {
  const block = (entries: { [name: string]: unknown }): string =>
    Object.keys(entries)
      .toSorted()
      .map((name) => `\n    ${JSON.stringify(name)}: ${JSON.stringify(entries[name])}`)
      .join();
  return `{
  "version": ${JSON.stringify(shapes.version)},
  "config": ${JSON.stringify(shapes.config)},
  "resources": {${block({ ...shapes.resources })}
  },
  "objects": {${block(shapes.objects)}
  }
}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const packageName of packageNames) {
    const text = generate(packageName, await describedTypes(packageName));
    writeFileSync(new URL(`./${packageName}.json`, import.meta.url), text);
    console.log(`${packageName}.json: ${Math.round(text.length / 1024)} KiB`);
  }
}
