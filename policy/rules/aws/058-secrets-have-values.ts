import { textAt } from '../../../topology/graph/value.ts';
import { SECRET, SECRET_VERSION } from '../../../topology/recognise/aws/types.ts';
import { breach, graphRule, undecided } from '../../frame/rule.ts';
import { isOpen } from '../support/filled.ts';
import { TASK_SECRETS } from './support/sources.ts';

const ROTATION = 'aws:secretsmanager/secretRotation:SecretRotation';

export const secretsHaveValues = graphRule({
  id: 'tandem-aws-058-secrets-have-values',
  title: 'Every secret has a value',
  what: 'Each secret of the program has a version or a rotation that makes one.',
  why: 'A task whose secret is empty never starts; in a failover that is when the other region starts many.',
  source: TASK_SECRETS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Add a SecretVersion with the value, as a pulumi.secret.',
  example: "new SecretVersion('key-1', { secretId: secret.id, secretString: value })",
  types: [SECRET, SECRET_VERSION],
  judge: (graph) => {
    const makers = graph.ofType(SECRET_VERSION, ROTATION);
    const open = makers.find((maker) => isOpen(maker, 'secretId'));
    return graph.ofType(SECRET).flatMap((secret) => {
      const name = textAt(secret.inputs, 'name');
      const own = makers.some(
        (maker) =>
          graph.linked(maker, 'secretId', [SECRET]).includes(secret) ||
          (name !== undefined && name === textAt(maker.inputs, 'secretId')),
      );
      if (own) return [];
      const fix = 'add a SecretVersion for it';
      if (open)
        return [
          undecided(
            open,
            'secretId',
            `is not known before an apply, and may or may not be ${secret.name}`,
            'take it from the secret',
          ),
        ];
      return [breach(secret, 'secretsmanager.SecretVersion', 'is missing, so it has no value', fix)];
    });
  },
});
