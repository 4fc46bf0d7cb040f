// Where AWS keeps things, as tables: names of places are facts of the cloud.

/**
 * Regions of AWS in which an account has three zones, sorted. Left out is us-west-1, which gives an account two.
 * Source: docs.aws.amazon.com, regions and zones.
 */
export const awsRegions: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ca-central-1',
  'ca-west-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];

const DIRECTIONS: Readonly<Record<string, string>> = {
  central: 'c',
  east: 'e',
  north: 'n',
  northeast: 'ne',
  south: 's',
  southeast: 'se',
  west: 'w',
};

/** A region's name in at most 5 characters (`use1`, `apse2`), for services whose names must be short. Unique. */
export const awsRegionCode = (region: string): string => {
  const [area = '', direction = '', number = ''] = region.split('-');
  return `${area}${DIRECTIONS[direction] ?? direction}${number}`;
};

/** Metrics of Route 53 are in this region and in no other. */
export const ROUTE53_REGION = 'us-east-1';

/**
 * The image as one region pulls it: from the registry of its own region, to which the images are replicated. An image
 * of another registry stays as it is.
 */
export const imageIn = (region: string, image: string): string =>
  image.replace(/^(\d{12}\.dkr\.ecr\.)[a-z0-9-]+(\.amazonaws\.com\/)/, `$1${region}$2`);
