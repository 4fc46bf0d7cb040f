import type { Resource, ResourceGraph } from '../../../topology/graph/graph.ts';
import { isSet, isUnknown, textAt, valueAt, valuesAt } from '../../../topology/graph/value.ts';
import { breach, graphRule, unknownArgument, type Finding } from '../../frame/rule.ts';
import { notOneOf } from '../support/values.ts';
import { TRANSFER_JOBS } from './support/sources.ts';

const JOB = 'gcp:storage/transferJob:TransferJob';
const TASK = 'aws:datasync/task:Task';
const LOCATIONS = [
  'aws:datasync/locationObjectStorage:LocationObjectStorage',
  'aws:datasync/s3Location:S3Location',
] as const;
const ENDS = ['sourceLocationArn', 'destinationLocationArn'] as const;
const PREFIXES = 'transferSpec.objectConditions.includePrefixes';
const OPTIONS = 'transferSpec.transferOptions';
/** Options by which a copy deletes what somebody still needs. */
const DELETING = [`${OPTIONS}.deleteObjectsUniqueInSink`, `${OPTIONS}.deleteObjectsFromSourceAfterTransfer`];

export const copiesDoNotLoop = graphRule({
  id: 'tandem-multi-005-copies-do-not-loop',
  title: 'Objects are carried between clouds, and not in circles',
  what: 'Transfer jobs and tasks between clouds have two ends, run again and again, delete nothing, and where objects go both ways each way has names of its own.',
  why: 'Two ways over the same names carry every object back and forth, and the older one overwrites the newer. A deletion that is carried over takes the copy that was meant to survive.',
  source: TRANSFER_JOBS,
  severity: 'high',
  level: 'mandatory',
  remediation: 'Give each way a prefix, and leave deletions where they are made.',
  example: "objectConditions: { includePrefixes: ['aws/'] }, schedule: { scheduleStartDate, repeatInterval: '3600s' }",
  types: [JOB, TASK],
  judge: (graph) => {
    const jobs = graph.ofType(JOB).filter(({ inputs }) => isSet(inputs, 'transferSpec.awsS3DataSource'));
    return [
      ...jobs.flatMap(judgeJob),
      ...graph.ofType(TASK).flatMap(judgeTask),
      ...ways(graph, jobs),
      ...graph.ofType(...LOCATIONS).flatMap((location) => idle(graph, location)),
    ];
  },
});

function judgeJob(job: Resource): readonly Finding[] {
  const deleting = DELETING.flatMap((argument): readonly Finding[] => {
    const given = valueAt(job.inputs, argument);
    const fix = `set ${argument} to false`;
    if (isUnknown(given)) return [unknownArgument(job, argument, fix)];
    return given === true ? [breach(job, argument, 'is true, so a copy deletes objects', fix)] : [];
  });
  const repeats = isSet(job.inputs, 'schedule') || isSet(job.inputs, 'eventStream');
  const once = isSet(job.inputs, 'schedule.scheduleEndDate')
    ? [breach(job, 'schedule.scheduleEndDate', 'is set, after which nothing is carried', 'remove scheduleEndDate')]
    : [];
  const waits = repeats
    ? []
    : [breach(job, 'schedule', 'is not set, so the job never runs by itself', 'set schedule with repeatInterval')];
  return [...deleting, ...once, ...waits, ...off(job), ...halves(job)];
}

/** A job carries from one place to another. */
const halves = (job: Resource): readonly Finding[] =>
  isUnknown(valueAt(job.inputs, 'transferSpec')) ||
  ['gcsDataSink', 'posixDataSink'].some((sink) => isSet(job.inputs, `transferSpec.${sink}`))
    ? []
    : [
        breach(
          job,
          'transferSpec.gcsDataSink',
          'is not set, so objects are carried nowhere',
          'name the bucket that takes them',
        ),
      ];

/** A place from which or to which nothing is carried. */
function idle(graph: ResourceGraph, location: Resource): readonly Finding[] {
  const used = graph
    .ofType(TASK)
    .some((task) => ENDS.some((argument) => graph.linked(task, argument, [location.type]).includes(location)));
  if (used) return [];
  const problem = 'is missing that carries objects from or to here';
  return [breach(location, 'datasync.Task', problem, 'add a Task between the two locations')];
}

const off = (job: Resource): readonly Finding[] =>
  ['DISABLED', 'DELETED'].includes(textAt(job.inputs, 'status') ?? '')
    ? [breach(job, 'status', `is ${textAt(job.inputs, 'status') ?? ''}; allowed is ENABLED`, 'remove status')]
    : [];

function judgeTask(task: Resource): readonly Finding[] {
  const waits = isSet(task.inputs, 'schedule.scheduleExpression')
    ? []
    : [
        breach(
          task,
          'schedule.scheduleExpression',
          'is not set, so the task never runs by itself',
          'set it to a rate or a cron expression',
        ),
      ];
  // Left out, deletions are kept.
  return [...waits, ...notOneOf(task, 'options.preserveDeletedFiles', ['PRESERVE'])];
}

/** Both ways between the clouds: the prefixes of each have to differ. */
function ways(graph: ResourceGraph, jobs: readonly Resource[]): readonly Finding[] {
  const tasks = graph.ofType(TASK);
  if (jobs.length === 0 || tasks.length === 0) return [];
  const back = tasks.flatMap((task) =>
    valuesAt(task.inputs, 'includes.value').map((value) => String(value).replace(/^\//, '').replace(/\*$/, '')),
  );
  const unnamed = tasks
    .filter((task) => !isSet(task.inputs, 'includes'))
    .map((task) =>
      breach(
        task,
        'includes',
        'is not set while objects go the other way as well',
        'name the prefix that this cloud writes',
      ),
    );
  return [
    ...unnamed,
    ...jobs.flatMap((job): readonly Finding[] => {
      const given = valueAt(job.inputs, PREFIXES);
      const fix = 'name the prefix that AWS writes';
      if (isUnknown(given)) return [unknownArgument(job, PREFIXES, fix)];
      const own = valuesAt(job.inputs, PREFIXES).map(String);
      if (own.length === 0) return [breach(job, PREFIXES, 'is not set while objects go the other way as well', fix)];
      const both = own.find((prefix) => back.some((other) => prefix.startsWith(other) || other.startsWith(prefix)));
      return both === undefined
        ? []
        : [breach(job, PREFIXES, `names ${both}, which is carried the other way as well`, fix)];
    }),
  ];
}
