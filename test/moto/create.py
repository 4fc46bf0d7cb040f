"""Creates what a plan says on AWS at moto, an imitation of the API that others wrote, and prints what it said.

    python create.py PLAN.json URL

Values that a plan does not know yet are what moto answered for the resource that they come from. A type without a creator
below is not asked for and has a column of its own: accelerators, scaling, alarms and dashboards, WAF, quotas, repositories,
addresses, gateways, routes, endpoints and peerings of a network, rules of security groups, policies of roles and buckets.
Exit code 1 when moto refuses anything that is not listed below as its own limit.
"""

import json
import sys
from collections import Counter
from functools import cache

import boto3
import botocore.exceptions
from botocore.config import Config

import creators
import traffic

# The value that stands for all that is not known before an apply.
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

CREATORS = {
    "aws:acm/certificate:Certificate": creators.certificate,
    "aws:acm/certificateValidation:CertificateValidation": creators.issued,
    "aws:cloudwatch/logGroup:LogGroup": creators.log_group,
    "aws:dynamodb/table:Table": creators.table,
    "aws:ec2/internetGateway:InternetGateway": creators.gateway,
    "aws:ec2/securityGroup:SecurityGroup": creators.security_group,
    "aws:ec2/subnet:Subnet": creators.subnet,
    "aws:ec2/vpc:Vpc": creators.vpc,
    "aws:ecs/cluster:Cluster": traffic.cluster,
    "aws:ecs/service:Service": traffic.service,
    "aws:ecs/taskDefinition:TaskDefinition": traffic.task_definition,
    "aws:iam/role:Role": creators.role,
    "aws:kms/alias:Alias": creators.alias,
    "aws:kms/key:Key": creators.key,
    "aws:kms/replicaKey:ReplicaKey": creators.replica_key,
    "aws:lb/listener:Listener": traffic.listener,
    "aws:lb/loadBalancer:LoadBalancer": traffic.balancer,
    "aws:lb/targetGroup:TargetGroup": traffic.target_group,
    "aws:rds/cluster:Cluster": traffic.database,
    "aws:rds/clusterInstance:ClusterInstance": traffic.database_instance,
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": traffic.parameter_group,
    "aws:rds/globalCluster:GlobalCluster": traffic.global_database,
    "aws:rds/subnetGroup:SubnetGroup": traffic.subnet_group,
    "aws:route53/healthCheck:HealthCheck": traffic.health_check,
    "aws:route53/record:Record": traffic.record,
    "aws:route53/zone:Zone": traffic.zone,
    "aws:s3/bucket:Bucket": creators.bucket,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": creators.bucket_lifecycle,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": creators.bucket_ownership,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": creators.bucket_private,
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": creators.bucket_replication,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": creators.bucket_encryption,
    "aws:s3/bucketVersioning:BucketVersioning": creators.bucket_versioning,
    "aws:secretsmanager/secret:Secret": creators.secret,
    "aws:secretsmanager/secretVersion:SecretVersion": creators.secret_version,
    "aws:sns/topic:Topic": creators.topic,
    "aws:sns/topicSubscription:TopicSubscription": creators.subscription,
}

# What moto does otherwise than AWS: type, code of its answer, and why it is no mistake of the plan.
LIMITS = {
    ("aws:kms/alias:Alias", "AlreadyExistsException"): "moto copies a key's aliases to the other region; AWS does not",
}


class Planned:
    """One resource of the plan."""

    def __init__(self, state, answers, client):
        self.urn, self.type, self.inputs = state["urn"], state["type"], state.get("inputs", {})
        self.links = state.get("propertyDependencies") or {}
        self.name = self.urn.split("::")[-1]
        self.region = self.inputs.get("region", "us-east-1")
        self.needs = {*(state.get("dependencies") or []), *(urn for urns in self.links.values() for urn in urns)}
        self._answers, self._client = answers, client

    def __getitem__(self, argument):
        return self.inputs[argument]

    def client(self, service, region=None):
        return self._client(service, region or self.region)

    def every(self, argument, of="", part="id"):
        """What moto answered for each resource that an argument comes from."""
        urns = [urn for urn in self.links.get(argument, []) if of in urn.split("::")[-2].split("$")[-1]]
        return [self._answers[urn][part] for urn in urns if part in self._answers.get(urn, {})]

    def ref(self, argument, part="id", of=""):
        value = self.inputs.get(argument)
        if isinstance(value, str) and value != UNKNOWN:
            return value
        found = self.every(argument, of, part)
        if not found:
            raise LookupError(f"{argument} comes from something that was not created")
        return found[0]

    def refs(self, argument):
        return self.every(argument)

    def plain(self, argument):
        """An argument without the notes of the provider."""

        def clean(value):
            if isinstance(value, dict):
                return {key: clean(item) for key, item in value.items() if key != "__defaults"}
            return [clean(item) for item in value] if isinstance(value, list) else value

        return clean(self.inputs[argument])


def ordered(resources):
    """Each after all that it needs."""
    waiting, done, known = list(resources), set(), {one.urn for one in resources}
    while waiting:
        ready = [one for one in waiting if (one.needs & known) <= done]
        if not ready:
            raise SystemExit("The plan goes in circles.")
        yield from ready
        done |= {one.urn for one in ready}
        waiting = [one for one in waiting if one.urn not in done]


def outcome(planned, answers):
    try:
        answers[planned.urn] = CREATORS[planned.type](planned) or {}
        return "created", ""
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
        response = getattr(error, "response", {})
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        missing = status == 501 or "not been implemented" in str(error) or "not yet implemented" in str(error)
        limit = LIMITS.get((planned.type, response.get("Error", {}).get("Code")))
        return ("not supported" if missing or limit else "refused"), limit or str(error)
    except LookupError as error:
        return "refused", str(error)


def main(plan_file, url):
    @cache
    def client(service, region):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 1}, read_timeout=30),
        )

    answers = {}
    with open(plan_file, encoding="utf-8") as file:
        steps = json.load(file)["steps"]
    resources = [Planned(step["newState"], answers, client) for step in steps if "newState" in step]
    table, said = {}, []
    for planned in ordered(resources):
        if planned.type not in CREATORS:
            if planned.type.startswith("aws:"):
                table.setdefault(planned.type, Counter())["not asked"] += 1
            continue
        result, why = outcome(planned, answers)
        table.setdefault(planned.type, Counter())[result] += 1
        if why:
            said.append(f"{result}: {planned.name} ({planned.type}): {why}")
    columns = ("created", "refused", "not supported", "not asked")
    width = max(map(len, table))
    print(f"{'type':{width}}  " + "  ".join(columns))
    for name, counts in sorted(table.items()):
        print(f"{name:{width}}  " + "  ".join(f"{counts[column]:{len(column)}}" for column in columns))
    total = sum(table.values(), Counter())
    print(f"{'all':{width}}  " + "  ".join(f"{total[column]:{len(column)}}" for column in columns))
    if said:
        print("\n" + "\n".join(said))
    return 1 if total["refused"] or not total["created"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
