import type { Policies, Policy, ReportViolation } from '@pulumi/policy';

import { ResourceGraph } from '../../topology/graph/graph.ts';
import { ancestorsOf, declaredExceptions, EXCEPTION_FIELDS, readExceptions } from '../frame/exceptions.ts';
import { ExceptionLedger } from '../frame/ledger.ts';
import { messageOf } from '../frame/message.ts';
import type { Rule, Setting } from '../frame/rule.ts';
import { Records } from './records.ts';

/** Name of the policy that holds the exceptions in `--policy-pack-config`. */
export const EXCEPTIONS = 'tandem-exceptions';

/**
 * The rules as policies of the engine, in one run's shared memory. A rule about single resources stops a resource before
 * it is touched; a rule about the graph runs once all resources are known. No rule runs in both places.
 *
 * @param today gives the day to judge exceptions by, YYYY-MM-DD
 */
export function policiesOf(rules: readonly Rule[], today: () => string): Policies {
  const records = new Records();
  const ledger = new ExceptionLedger(today());
  return [
    recorder(records, ledger),
    ...rules.map((rule) =>
      rule.scope === 'resource' ? resourcePolicy(rule, records, ledger) : stackPolicy(rule, records, ledger),
    ),
    ...exceptionPolicies(ledger),
  ];
}

/**
 * Sees every resource first. As a remediation that changes nothing it is shown what other policies are not: which values
 * are secret and which the provider filled in. Where a person sets another level it sees the rest as a validation.
 */
function recorder(records: Records, ledger: ExceptionLedger): Policies[number] {
  let configured = false;
  const record = (args: Parameters<Records['remember']>[0]): void => {
    if (!configured) {
      configured = true;
      const { exceptions } = args.getConfig<{ exceptions?: unknown }>();
      ledger.add(readExceptions(exceptions, `${EXCEPTIONS}.exceptions in the policy pack's configuration`));
    }
    if (records.has(args.urn)) return;
    ledger.add(declaredExceptions(records.remember(args)));
  };
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
    remediateResource: (args) => record(args),
    validateResource: (args) => record(args),
  };
}

function resourcePolicy(rule: Rule, records: Records, ledger: ExceptionLedger): Policies[number] {
  return {
    ...about(rule),
    validateResource: (args, report) => {
      if (!rule.types.includes(args.type)) return;
      const resource = records.remember(args);
      for (const finding of rule.check(new ResourceGraph([resource]), args.getConfig<Record<string, unknown>>())) {
        if (ledger.covers(rule.id, finding.urn, records.ancestors(finding.urn))) continue;
        report(messageOf(finding, resource), finding.urn);
      }
    },
  };
}

function stackPolicy(rule: Rule, records: Records, ledger: ExceptionLedger): Policies[number] {
  return {
    ...about(rule),
    validateStack: (args, report) => {
      const graph = records.graph(args.resources);
      for (const finding of rule.check(graph, args.getConfig<Record<string, unknown>>())) {
        if (ledger.covers(rule.id, finding.urn, ancestorsOf(graph, finding.urn))) continue;
        report(messageOf(finding, graph.get(finding.urn)), finding.urn);
      }
    },
  };
}

/** These come last, when every rule has said what it needed an exception for. */
function exceptionPolicies(ledger: ExceptionLedger): Policies {
  const sayAll = (sentences: readonly string[], report: ReportViolation): void => {
    for (const sentence of sentences) report(`${sentence}.`);
  };
  return [
    {
      name: `${EXCEPTIONS}-in-use`,
      description: 'Exceptions in force are printed in every run, and those that cover nothing are to be removed.',
      enforcementLevel: 'advisory',
      severity: 'low',
      validateStack: (_args, report) => sayAll([...ledger.inForce(), ...ledger.unused()], report),
    },
    {
      name: `${EXCEPTIONS}-ended`,
      description: 'An exception holds until its end date and states reason, owner and end date.',
      enforcementLevel: 'mandatory',
      severity: 'high',
      validateStack: (_args, report) => sayAll(ledger.refused(), report),
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
