import type { Policies, Policy, ReportViolation, ResourceValidationArgs } from '@pulumi/policy';

import { ResourceGraph } from '../../topology/graph/graph.ts';
import { EXCEPTION_FIELDS } from '../frame/exceptions.ts';
import { messageOf } from '../frame/message.ts';
import type { Finding, Rule, Setting } from '../frame/rule.ts';
import { repair } from './repair.ts';
import { Session } from './session.ts';

/** Name of the policy that holds the exceptions in `--policy-pack-config`. */
export const EXCEPTIONS = 'tandem-exceptions';

/**
 * The rules as policies of the engine, in one run's shared memory. A rule about single resources stops a resource before
 * it is touched; a rule about the graph runs once all resources are known. No rule runs in both places.
 *
 * @param today gives the day to judge exceptions by, YYYY-MM-DD
 */
export function policiesOf(rules: readonly Rule[], today: () => string): Policies {
  const session = new Session(today);
  return [
    recorder(session),
    ...rules.map((rule) => (rule.scope === 'resource' ? resourcePolicy(rule, session) : stackPolicy(rule, session))),
    ...exceptionPolicies(session),
  ];
}

/**
 * Sees every resource first. As a remediation that changes nothing it is shown what other policies are not: which values
 * are secret and which the provider filled in. Where a person sets another level it sees the rest as a validation.
 */
function recorder(session: Session): Policies[number] {
  const from = `${EXCEPTIONS}.exceptions in the policy pack's configuration`;
  return {
    name: EXCEPTIONS,
    description: 'Agreed breaches of other rules: each with a reason, an owner and an end date.',
    enforcementLevel: 'remediate',
    configSchema: {
      properties: {
        exceptions: {
          type: 'array',
          default: [],
          items: {
            type: 'object',
            required: [...EXCEPTION_FIELDS],
            properties: Object.fromEntries(EXCEPTION_FIELDS.map((field) => [field, { type: 'string', minLength: 1 }])),
          },
        },
      },
    },
    remediateResource: (args) => session.record(args, from, true),
    validateResource: (args) => {
      if (!session.records.get(args.urn)) session.record(args, from, false);
    },
  };
}

function resourcePolicy(rule: Rule, session: Session): Policies[number] {
  const findingsOf = (args: ResourceValidationArgs): readonly Finding[] => {
    if (!rule.types.includes(args.type)) return [];
    const resource = session.records.get(args.urn) ?? session.records.remember(args, false);
    return rule
      .check(new ResourceGraph([resource]), args.getConfig<Record<string, unknown>>())
      .filter(({ urn }) => !session.coversResource(rule.id, urn));
  };
  return {
    ...about(rule),
    validateResource: (args, report) => {
      for (const finding of findingsOf(args)) report(messageOf(finding, args), finding.urn);
    },
    ...(Object.keys(rule.repairs).length > 0
      ? {
          remediateResource: (args: ResourceValidationArgs) => {
            const repaired = repair(args.props, findingsOf(args), rule.repairs);
            if (repaired) session.records.remember(args, true);
            return repaired;
          },
        }
      : {}),
  };
}

function stackPolicy(rule: Rule, session: Session): Policies[number] {
  return {
    ...about(rule),
    validateStack: (args, report) => {
      const graph = session.graph(args.resources);
      for (const finding of rule.check(graph, args.getConfig<Record<string, unknown>>())) {
        if (session.coversInGraph(rule.id, finding.urn, graph)) continue;
        report(messageOf(finding, graph.get(finding.urn)), finding.urn);
      }
    },
  };
}

/** These come last, when every rule has said what it needed an exception for. */
function exceptionPolicies(session: Session): Policies {
  const sayAll = (sentences: readonly string[], report: ReportViolation): void => {
    for (const sentence of sentences) report(`${sentence}.`);
  };
  return [
    {
      name: `${EXCEPTIONS}-in-use`,
      description: 'Exceptions in force are printed in every run, and those that cover nothing are to be removed.',
      enforcementLevel: 'advisory',
      severity: 'low',
      validateStack: ({ resources }, report) => {
        session.graph(resources);
        sayAll([...session.ledger.inForce(), ...session.ledger.unused()], report);
      },
    },
    {
      name: `${EXCEPTIONS}-ended`,
      description: 'An exception holds until its end date and states reason, owner and end date.',
      enforcementLevel: 'mandatory',
      severity: 'high',
      validateStack: (_args, report) => sayAll(session.ledger.refused(), report),
    },
  ];
}

function about(rule: Rule): Policy {
  return {
    name: rule.id,
    displayName: rule.title,
    description: rule.what,
    enforcementLevel: rule.level,
    severity: rule.severity,
    remediationSteps: rule.remediation,
    url: rule.source,
    ...(Object.keys(rule.settings).length > 0 ? { configSchema: { properties: schemaOf(rule.settings) } } : {}),
  };
}

type Schema = NonNullable<Policy['configSchema']>['properties'];

const schemaOf = (settings: Readonly<Record<string, Setting>>): Schema =>
  Object.fromEntries(
    Object.entries(settings).map(([name, setting]): [string, Schema[string]] => [
      name,
      typeof setting.default === 'number'
        ? { type: 'number', description: setting.description, default: setting.default }
        : { type: 'array', items: { type: 'string' }, description: setting.description, default: [...setting.default] },
    ]),
  );
