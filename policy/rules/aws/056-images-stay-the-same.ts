import type { Resource } from '../../../topology/graph/graph.ts';
import { isUnknown, textAt, valueAt } from '../../../topology/graph/value.ts';
import { REPOSITORY, TASK_DEFINITION } from '../../../topology/recognise/aws/types.ts';
import { breach, resourceRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { IMAGE_REPLICATION } from './support/sources.ts';
import { containersOf } from '../../../topology/recognise/aws/containers.ts';

export const imagesStayTheSame = resourceRule({
  id: 'tandem-aws-056-images-stay-the-same',
  title: 'Both regions run the image that was tested',
  what: 'Repositories refuse to overwrite a tag, and no container names the tag latest or none.',
  why: 'Copies of an image arrive at different times: a tag that moves is another image in each region.',
  source: IMAGE_REPLICATION,
  severity: 'medium',
  level: 'mandatory',
  remediation: 'Set imageTagMutability to IMMUTABLE, and name images by digest or by a tag of their own.',
  example: "new Repository('images', { imageTagMutability: 'IMMUTABLE' })",
  types: [REPOSITORY, TASK_DEFINITION],
  judge: (resource) => (resource.type === REPOSITORY ? judgeRepository(resource) : judgeTask(resource)),
});

function judgeRepository(repository: Resource): readonly Finding[] {
  const argument = 'imageTagMutability';
  const given = valueAt(repository.inputs, argument) ?? 'MUTABLE';
  const fix = `set ${argument} to IMMUTABLE`;
  if (isUnknown(given)) return [unknownArgument(repository, argument, fix)];
  if (String(given).startsWith('IMMUTABLE')) return [];
  return [breach(repository, argument, `is ${String(given)}; allowed is IMMUTABLE`, fix)];
}

const judgeTask = (task: Resource): readonly Finding[] =>
  (containersOf(task) ?? []).flatMap((container): readonly Finding[] => {
    const image = textAt(container, 'image') ?? '';
    const last = image.slice(image.lastIndexOf('/') + 1);
    if (image === '' || image.includes('@') || (last.includes(':') && !last.endsWith(':latest'))) return [];
    return [
      breach(
        task,
        'containerDefinitions',
        `names ${image}, which is another image tomorrow`,
        'name it by digest or by a tag of its own',
      ),
    ];
  });
