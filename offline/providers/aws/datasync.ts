import type { Description } from '../kit/description.ts';
import { hex } from '../kit/random.ts';
import { length, matches, oneOf, range, requires } from '../kit/rules.ts';
import { textOf } from '../kit/values.ts';
import { arn, isArn } from './common.ts';

const OBJECTS = 'aws:datasync/locationObjectStorage:LocationObjectStorage';
const S3 = 'aws:datasync/s3Location:S3Location';

const BUCKET = /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/;

const objectStorage: Description = {
  type: OBJECTS,
  check: [
    oneOf('serverProtocol', ['HTTP', 'HTTPS']),
    range('serverPort', 1, 65536),
    length('serverHostname', 1, 255),
    length('accessKey', 1, 200),
    length('secretKey', 1, 200),
    requires('secretKey', 'accessKey'),
    matches('bucketName', BUCKET, 'the name of a bucket'),
    isArn('agentArns[]'),
  ],
  computed: ['serverPort', 'serverProtocol', 'subdirectory'],
  replaces: ['bucketName'],
  secrets: ['secretKey'],
  id: (situation) => arn('datasync', situation, `location/loc-${hex(17)}`),
  outputs: ({ inputs }, id) => ({
    arn: id,
    uri: `object-storage://${textOf(inputs['serverHostname'])}/${textOf(inputs['bucketName'])}/`,
  }),
};

const s3Location: Description = {
  type: S3,
  check: [isArn('s3BucketArn'), isArn('s3Config.bucketAccessRoleArn'), length('subdirectory', 0, 4096)],
  computed: ['s3StorageClass'],
  replaces: ['*'],
  inPlace: ['tags'],
  id: (situation) => arn('datasync', situation, `location/loc-${hex(17)}`),
  outputs: ({ inputs }, id) => ({ arn: id, uri: `s3://${textOf(inputs['s3BucketArn'])?.split(':').at(-1)}/` }),
};

const task: Description = {
  type: 'aws:datasync/task:Task',
  check: [
    isArn('sourceLocationArn'),
    isArn('destinationLocationArn'),
    oneOf('taskMode', ['BASIC', 'ENHANCED']),
    oneOf('includes.filterType', ['SIMPLE_PATTERN']),
    oneOf('options.preserveDeletedFiles', ['PRESERVE', 'REMOVE']),
    oneOf('options.transferMode', ['CHANGED', 'ALL']),
    oneOf('options.verifyMode', ['POINT_IN_TIME_CONSISTENT', 'ONLY_FILES_TRANSFERRED', 'NONE']),
    matches('schedule.scheduleExpression', /^(cron|rate)\(.+\)$/, 'a schedule such as cron(0 * * * ? *)'),
  ],
  computed: [
    'options',
    ...['atime', 'bytesPerSecond', 'gid', 'logLevel', 'mtime', 'objectTags', 'overwriteMode', 'posixPermissions'].map(
      (option) => `options.${option}`,
    ),
    ...['preserveDeletedFiles', 'preserveDevices', 'securityDescriptorCopyFlags', 'taskQueueing', 'transferMode'].map(
      (option) => `options.${option}`,
    ),
    'options.uid',
    'options.verifyMode',
    'taskMode',
  ],
  replaces: ['sourceLocationArn', 'destinationLocationArn', 'taskMode'],
  references: { sourceLocationArn: [OBJECTS, S3], destinationLocationArn: [OBJECTS, S3] },
  holds: ['sourceLocationArn', 'destinationLocationArn'],
  id: (situation) => arn('datasync', situation, `task/task-${hex(17)}`),
  outputs: (_situation, id) => ({ arn: id }),
};

/** What carries objects between stores. */
export const datasync = [objectStorage, s3Location, task];
