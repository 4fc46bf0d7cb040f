// Type tokens of the AWS resources that the recognisers read.

export const ACCELERATOR = 'aws:globalaccelerator/accelerator:Accelerator';
export const ACCELERATOR_LISTENER = 'aws:globalaccelerator/listener:Listener';
export const ENDPOINT_GROUP = 'aws:globalaccelerator/endpointGroup:EndpointGroup';
export const ZONE = 'aws:route53/zone:Zone';
export const RECORD = 'aws:route53/record:Record';
export const ROUTE53_CHECK = 'aws:route53/healthCheck:HealthCheck';
export const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
export const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
export const ECS_SERVICE = 'aws:ecs/service:Service';
export const TASK_DEFINITION = 'aws:ecs/taskDefinition:TaskDefinition';
export const SCALABLE_TARGET = 'aws:appautoscaling/target:Target';
export const APP_SCALING_POLICY = 'aws:appautoscaling/policy:Policy';
export const APP_SCALING_SCHEDULE = 'aws:appautoscaling/scheduledAction:ScheduledAction';
export const SCALING_GROUP = 'aws:autoscaling/group:Group';
export const SCALING_ATTACHMENT = 'aws:autoscaling/attachment:Attachment';
export const CAPACITY_PROVIDER = 'aws:ecs/capacityProvider:CapacityProvider';
export const GROUP_SCALING_POLICY = 'aws:autoscaling/policy:Policy';
export const GROUP_SCHEDULE = 'aws:autoscaling/schedule:Schedule';
export const INSTANCE = 'aws:ec2/instance:Instance';
export const ELASTIC_IP = 'aws:ec2/eip:Eip';
export const GLOBAL_DATABASE = 'aws:rds/globalCluster:GlobalCluster';
export const DATABASE_CLUSTER = 'aws:rds/cluster:Cluster';
export const CLUSTER_INSTANCE = 'aws:rds/clusterInstance:ClusterInstance';
export const DATABASE_INSTANCE = 'aws:rds/instance:Instance';
export const TABLE = 'aws:dynamodb/table:Table';
export const TABLE_REPLICA = 'aws:dynamodb/tableReplica:TableReplica';
export const BUCKET_REPLICATION = 'aws:s3/bucketReplicationConfig:BucketReplicationConfig';
export const SECRET = 'aws:secretsmanager/secret:Secret';
export const SECRET_VERSION = 'aws:secretsmanager/secretVersion:SecretVersion';
export const PARAMETER = 'aws:ssm/parameter:Parameter';
export const KEY = 'aws:kms/key:Key';
export const REPLICA_KEY = 'aws:kms/replicaKey:ReplicaKey';
export const ALIAS = 'aws:kms/alias:Alias';
export const FLOW_LOG = 'aws:ec2/flowLog:FlowLog';
export const TRAIL = 'aws:cloudtrail/trail:Trail';
export const FIREHOSE = 'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream';
export const CONFIG_CHANNEL = 'aws:cfg/deliveryChannel:DeliveryChannel';
export const REPOSITORY = 'aws:ecr/repository:Repository';
export const REGISTRY_REPLICATION = 'aws:ecr/replicationConfiguration:ReplicationConfiguration';
export const CACHE_GROUP = 'aws:elasticache/replicationGroup:ReplicationGroup';
export const GLOBAL_CACHE = 'aws:elasticache/globalReplicationGroup:GlobalReplicationGroup';
export const CACHE_CLUSTER = 'aws:elasticache/cluster:Cluster';
export const SERVERLESS_CACHE = 'aws:elasticache/serverlessCache:ServerlessCache';

// Several resources have two tokens: an older module or class, and the one in use.
export const BALANCERS = ['aws:lb/loadBalancer:LoadBalancer', 'aws:alb/loadBalancer:LoadBalancer'] as const;
export const LISTENERS = ['aws:lb/listener:Listener', 'aws:alb/listener:Listener'] as const;
export const LISTENER_RULES = ['aws:lb/listenerRule:ListenerRule', 'aws:alb/listenerRule:ListenerRule'] as const;
export const TARGET_GROUPS = ['aws:lb/targetGroup:TargetGroup', 'aws:alb/targetGroup:TargetGroup'] as const;
export const TARGET_ATTACHMENTS = [
  'aws:lb/targetGroupAttachment:TargetGroupAttachment',
  'aws:alb/targetGroupAttachment:TargetGroupAttachment',
] as const;
export const SUBNETS = ['aws:ec2/subnet:Subnet', 'aws:ec2/defaultSubnet:DefaultSubnet'] as const;
export const BUCKETS = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'] as const;
export const BUCKET_VERSIONING = [
  'aws:s3/bucketVersioning:BucketVersioning',
  'aws:s3/bucketVersioningV2:BucketVersioningV2',
] as const;
export const BUCKET_LOGGING = ['aws:s3/bucketLogging:BucketLogging', 'aws:s3/bucketLoggingV2:BucketLoggingV2'] as const;

/** Arguments of a record that each make it one of a set. */
export const ROUTING_POLICIES = [
  'failoverRoutingPolicies',
  'weightedRoutingPolicies',
  'latencyRoutingPolicies',
  'geolocationRoutingPolicies',
  'geoproximityRoutingPolicy',
  'cidrRoutingPolicy',
  'multivalueAnswerRoutingPolicy',
] as const;
